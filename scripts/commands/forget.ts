/** `holdfast forget ID --person P`: one person's data go from everything that the home keeps. */
import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../../domain/errors.ts';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import type { Leaving } from '../../domain/upkeep.ts';
import { noteUnfinished, readUnfinished, type Unfinished } from '../../services/home/unfinished.ts';
import { agree } from '../cli/agree.ts';
import { alone } from '../cli/alone.ts';
import { refuseOpen } from '../cli/closed.ts';
import { type ForgetPlan, type Holder, planForgetting } from '../cli/forget-plan.ts';
import { sweep, type Swept } from '../cli/forget-sweep.ts';
import { deleteHistories } from '../cli/histories.ts';
import { print, printJson, say } from '../cli/output.ts';
import { findExperiment, withSession, type Session } from '../cli/session.ts';
import { visible } from '../cli/visible.ts';

export interface ForgetOptions {
  readonly person?: readonly string[];
  readonly persons?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export async function forget(reference: string, options: ForgetOptions): Promise<void> {
  const persons = readPersons(options);
  await withSession(async (session) => {
    const { store, home } = session;
    const record = await findExperiment(store, reference);
    const unfinished = readUnfinished(home);
    if (unfinished !== undefined && (await goOn(session, unfinished, persons, options))) return;
    const plan = await planClosed(session, record.id, persons);
    if (options.json !== true) sayPlan(plan, persons.size);
    if (options.dryRun === true) {
      if (options.json) printJson({ ...asJson(plan), removed: false });
      return;
    }
    await agree(`Remove the data of ${persons.size} persons? It cannot be undone.`, options.yes);
    // Looked at again: until now `up` may have been there.
    const done = await alone(home, remedyOf(record.id), async () =>
      carryOut(session, await planClosed(session, record.id, persons), persons),
    );
    if (options.json) printJson({ ...asJson(plan), removed: true, ...done });
    else sayDone(done);
    sayLeft(done, options);
  });
}

/** @throws UserError as `planForgetting`, and where one that holds them is open */
async function planClosed(
  session: Session,
  id: ExperimentId,
  persons: ReadonlySet<string>,
): Promise<ForgetPlan> {
  const plan = await planForgetting(session, await findExperiment(session.store, id), persons);
  await refuseOpen(
    session.home,
    plan.holders.map(({ record }) => record),
  );
  return plan;
}

function remedyOf(id: string): string {
  return `End it with Ctrl-C where it runs: its workers know the persons, and write. Then: ./holdfast forget ${id} ...`;
}

/** @throws UserError where nobody is named, or the file is not there */
function readPersons({ person = [], persons: file }: ForgetOptions): ReadonlySet<string> {
  if (file !== undefined && !existsSync(file)) {
    throw new UserError('There is no such file.', {
      place: file,
      remedy: 'It has the id of a person a line.',
    });
  }
  const listed = file === undefined ? [] : readFileSync(file, 'utf8').split(/\r?\n/);
  const persons = new Set([...person, ...listed].map((id) => id.trim()).filter((id) => id !== ''));
  if (persons.size > 0) return persons;
  throw new UserError('Nobody is named.', {
    remedy: 'Name a person by --person ID, or many in a file by --persons FILE, an id a line.',
  });
}

/**
 * A removal that a crash cut off is brought to its end before anything else.
 *
 * @returns whether that was all there is to do: where its rows are still there it begins anew
 */
async function goOn(
  session: Session,
  unfinished: Unfinished,
  persons: ReadonlySet<string>,
  options: ForgetOptions,
): Promise<boolean> {
  const { experiment } = unfinished;
  const isSame =
    unfinished.persons.every((id) => persons.has(id)) && persons.size === unfinished.persons.length;
  const isThere = (await session.store.experiment(experiment)) !== undefined;
  if (!isSame && isThere) {
    throw new UserError('An earlier removal was cut off, and is to be brought to its end first.', {
      remedy: `./holdfast forget ${experiment} --yes ${unfinished.persons.map((id) => `--person '${id}'`).join(' ')}`,
    });
  }
  if (!(await rowsAreGone(session, unfinished))) return false;
  await agree('An earlier removal was cut off. Bring it to its end?', options.yes);
  const done = await alone(session.home, remedyOf(experiment), () => sweep(session, unfinished));
  if (options.json && isSame) printJson({ experiment, removed: true, ...done });
  else if (options.json !== true) sayDone(done);
  sayLeft(done, options);
  return isSame;
}

/** They go in one transaction, with the files that the experiments were given. */
async function rowsAreGone({ store }: Session, { holders, inputs }: Unfinished): Promise<boolean> {
  for (const id of holders) {
    const record = await store.experiment(id);
    if (Object.values(record?.inputs ?? {}).some((sha256) => inputs.includes(sha256))) return false;
  }
  return true;
}

/** First what the rows lead to, then the rows, then what can be found without them. */
async function carryOut(session: Session, plan: ForgetPlan, persons: ReadonlySet<string>): Promise<Swept> {
  const { store, home } = session;
  const [first] = plan.holders;
  if (first === undefined) throw new RangeError('nobody holds them');
  const ids = plan.holders.map(({ record }) => record.id);
  const leaving: Leaving[] = [];
  for (const holder of plan.holders) leaving.push(await leavingOf(session, plan, holder));
  const histories = await deleteHistories(home, ids, true);
  const unfinished = {
    experiment: first.record.id,
    persons: [...persons],
    words: plan.words,
    names: plan.names,
    blobs: plan.blobs,
    inputs: plan.inputs,
    holders: ids,
  };
  noteUnfinished(home, unfinished);
  await store.upkeep.forget({
    leaving,
    answers: plan.answers,
    inputs: plan.inputs,
    words: [...plan.words, ...plan.names],
  });
  const swept = await sweep(session, unfinished);
  return histories.left === undefined ? swept : { ...swept, left: [histories.left, ...swept.left] };
}

/** The inputs without them are on the disk when it resolves. */
async function leavingOf(
  { blobs }: Session,
  plan: ForgetPlan,
  { record, data, persons }: Holder,
): Promise<Leaving> {
  const inputs: Record<string, Sha256> = { ...record.inputs };
  for (const [place, text] of data.inputs) inputs[place] = await blobs.put(text);
  return {
    experiment: record.id,
    persons,
    cells: data.cells,
    inputs,
    planned: record.cells - data.cells.length,
    results: plan.results.get(record.id) ?? [],
  };
}

function sayPlan(plan: ForgetPlan, persons: number): void {
  const { holders, answers, shared, results, alike } = plan;
  print(`Data of ${persons} persons in this home:`);
  for (const { record, data } of holders)
    print(
      `  ${record.id}: ${data.cells.length} cells, their lines of ${data.held.join(', ')}, its report and history`,
    );
  print(`  ${answers.length} answers of the memo, with what was asked`);
  if (shared > 0)
    print(`${shared} answers stay: others were asked in the same words, which say nothing of one person.`);
  const gone = [...results].flatMap(([id, names]) =>
    names.filter((name) => name !== 'report').map((name) => `${name} of ${id}`),
  );
  if (gone.length > 0) print(`These results mention them and go: ${gone.join(', ')}`);
  print('All snapshots of the store go, and a new one is taken. What was paid stays on the account.');
  for (const id of alike)
    print(
      `${id} has people of the same ids in another file. If they are the same: ./holdfast forget ${id} ...`,
    );
}

function sayDone({ blobs, copies, logLines, reports }: Swept): void {
  print(
    `Done: ${blobs} blobs, ${copies} copies and ${logLines} lines of logs went; ${reports} reports were made anew.`,
  );
  print(
    'Not in this home, and yours to mend: the files that you gave it, what you exported, copies of the home, backups.',
  );
}

function sayLeft({ left }: Swept, options: ForgetOptions): void {
  if (left.length === 0) return;
  process.exitCode = 2;
  if (options.json !== true) for (const one of left) say(`left: ${visible(one)}`);
}

function asJson(plan: ForgetPlan): object {
  return {
    experiments: plan.holders.map(({ record, data }) => ({ id: record.id, cells: data.cells.length })),
    answers: plan.answers.length,
    shared: plan.shared,
    alike: plan.alike,
  };
}
