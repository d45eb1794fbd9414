/** What of a home is certain persons': found through every experiment that holds them. */
import { UserError } from '../../domain/errors.ts';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import { mentions } from '../../domain/mentions.ts';
import type { CellRecord, ExperimentRecord, Store } from '../../domain/store.ts';
import type { PersonsData } from '../../families/persons-held.ts';
import { openStudy, type Session } from './session.ts';

/** One experiment that holds some of them. */
export interface Holder {
  readonly record: ExperimentRecord;
  readonly persons: number;
  readonly data: PersonsData;
}

export interface ForgetPlan {
  readonly holders: readonly Holder[];
  /** Answers that no other cell stands on. */
  readonly answers: readonly Sha256[];
  /** Answers to questions that others were asked in the same words: they say nothing of one person. */
  readonly shared: number;
  /** Blobs that hold them: files, and large questions and answers. */
  readonly blobs: readonly Sha256[];
  readonly inputs: readonly Sha256[];
  /** Texts that stand for them wherever they are found. */
  readonly words: readonly string[];
  /** Their ids, where these are no plain words or numbers: those would be found everywhere. */
  readonly names: readonly string[];
  /** Results that mention them, by experiment. */
  readonly results: ReadonlyMap<ExperimentId, readonly string[]>;
  /** Experiments on other files that know persons of the same ids: perhaps the same people. */
  readonly alike: readonly ExperimentId[];
}

/** @throws UserError where a person is not known, or an experiment cannot be opened or do without them */
export async function planForgetting(
  session: Session,
  record: ExperimentRecord,
  persons: ReadonlySet<string>,
): Promise<ForgetPlan> {
  const { store } = session;
  await checkPersons(session, record, persons);
  const all = await store.experiments();
  const found = await holdersOf(session, record, persons, all);
  const { holders } = found;
  const words = [...new Set(holders.flatMap(({ data }) => data.words))];
  const names = [...persons].filter((person) => /\p{L}/u.test(person) && /\P{L}/u.test(person));
  const { answers, shared } = await answersOf(store, all, holders, [...words, ...names]);
  const inputs = [...new Set(holders.flatMap(heldBy))];
  const results = new Map<ExperimentId, readonly string[]>();
  for (const holder of holders)
    results.set(holder.record.id, await resultsWith(session, holder.record, words));
  const rows = await store.upkeep.blobsOfAnswers(answers);
  const ofResults = holders.flatMap(({ record: { id, results: hashes } }) =>
    (results.get(id) ?? []).flatMap((name) => hashes[name] ?? []),
  );
  return {
    holders,
    answers,
    shared,
    inputs,
    words,
    names,
    results,
    blobs: [...new Set([...inputs, ...rows, ...ofResults])],
    alike: found.alike,
  };
}

async function checkPersons(
  session: Session,
  record: ExperimentRecord,
  persons: ReadonlySet<string>,
): Promise<void> {
  const held = (await openStudy(session, record)).persons;
  if (held === undefined) {
    throw new UserError(`${record.id} holds no data of single persons.`, {
      remedy: 'To remove it whole: ./holdfast delete ID.',
    });
  }
  const unknown = [...persons].filter((person) => !held.has(person));
  if (unknown.length === 0) return;
  throw new UserError(`${record.id} knows nobody called ${unknown.map((name) => `'${name}'`).join(', ')}.`, {
    remedy: `Persons are called as in its file of responses: ${held.examples.join(', ')}, ...`,
  });
}

/** All experiments on the same file; and those on others which stand on the same answers. */
async function holdersOf(
  session: Session,
  first: ExperimentRecord,
  persons: ReadonlySet<string>,
  all: readonly ExperimentRecord[],
): Promise<{ holders: Holder[]; alike: ExperimentId[] }> {
  const uses = await session.store.upkeep.uses();
  const holders = new Map<ExperimentId, Holder>();
  const others = new Map<ExperimentId, Holder>();
  for (const record of [first, ...all]) {
    if (holders.has(record.id) || others.has(record.id) || record.family !== first.family) continue;
    const sharesFile = Object.values(record.inputs).some((hash) =>
      [...holders.values()].flatMap(heldBy).includes(hash),
    );
    const holder = await holderOf(session, record, persons, record === first || sharesFile);
    if (holder === undefined) continue;
    if (record === first || sharesFile) holders.set(record.id, holder);
    else others.set(record.id, holder);
  }
  // Whoever stands on an answer that goes is meant too, and then whoever uses that one's file.
  for (let more = true; more;) {
    more = false;
    const keys = await keysOf(session.store, [...holders.values()]);
    const files = new Set([...holders.values()].flatMap(heldBy));
    for (const [id, holder] of others) {
      if (
        !heldBy(holder).some((hash) => files.has(hash)) &&
        !keys.some((key) => uses.ofAnswer(key).includes(id))
      )
        continue;
      holders.set(id, holder);
      others.delete(id);
      more = true;
    }
  }
  return { holders: [...holders.values()], alike: [...others.keys()] };
}

/** @param isMeant an experiment that must be opened; another one that cannot be is passed over */
async function holderOf(
  session: Session,
  record: ExperimentRecord,
  persons: ReadonlySet<string>,
  isMeant: boolean,
): Promise<Holder | undefined> {
  try {
    const held = (await openStudy(session, record)).persons;
    const known = new Set([...persons].filter((person) => held?.has(person) === true));
    return held === undefined || known.size === 0
      ? undefined
      : { record, persons: known.size, data: held.dataOf(known) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!isMeant) return undefined;
    throw new UserError(`${record.id} uses the same file, and cannot go on without them: ${error.message}`, {
      remedy: `Delete it first: ./holdfast delete ${record.id}`,
    });
  }
}

function heldBy({ record, data }: Holder): Sha256[] {
  return data.held.flatMap((place) => record.inputs[place] ?? []);
}

async function keysOf(store: Store, holders: readonly Holder[]): Promise<Sha256[]> {
  const keys: Sha256[] = [];
  for (const { record, data } of holders) {
    const gone = new Set(data.cells);
    const voided = (await store.voidedCells(record.id)).filter(({ key }) => gone.has(key));
    const rows = [...(await store.cells(record.id, data.cells)), ...voided];
    keys.push(...rows.flatMap(({ completions }) => completions));
  }
  return keys;
}

async function answersOf(
  store: Store,
  all: readonly ExperimentRecord[],
  holders: readonly Holder[],
  words: readonly string[],
): Promise<{ answers: Sha256[]; shared: number }> {
  const theirs = new Set<Sha256>();
  const stood = new Set<Sha256>();
  const cellsOf = new Map(holders.map(({ record, data }) => [record.id, new Set(data.cells)]));
  for (const { id } of all) {
    const gone = cellsOf.get(id);
    const note = (rows: readonly CellRecord[]): void => {
      for (const { key, completions } of rows)
        for (const completion of completions) (gone?.has(key) === true ? theirs : stood).add(completion);
    };
    for await (const batch of store.cellBatches(id)) note(batch);
    note(await store.voidedCells(id));
  }
  // Answers that were paid for, of cells that a dead worker never wrote down.
  const loose = new Set<Sha256>();
  for (const { record } of holders)
    for (const key of await store.paidAnswers(record.id))
      if (!theirs.has(key) && !stood.has(key)) loose.add(key);
  for (const row of await store.answerRows([...loose])) {
    const texts =
      row.kind === 'program'
        ? [row.program.program, JSON.stringify(row.result)]
        : [row.request, row.completion.text];
    if (texts.some((text) => mentions(text, words))) theirs.add(row.key);
  }
  const answers = [...theirs].filter((key) => !stood.has(key)).sort();
  return { answers, shared: theirs.size - answers.length };
}

/** The report shows conversations, and is made anew in any case. */
async function resultsWith(
  { blobs }: Session,
  record: ExperimentRecord,
  words: readonly string[],
): Promise<string[]> {
  const names: string[] = [];
  for (const [name, sha256] of Object.entries(record.results))
    if (name === 'report' || ((await blobs.has(sha256)) && mentions(await blobs.text(sha256), words)))
      names.push(name);
  return names;
}
