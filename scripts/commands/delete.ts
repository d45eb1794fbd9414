/** `holdfast delete ID`: an experiment's rows, answers and files go; what it paid, and what others use, stays. */
import { rmSync } from 'node:fs';
import { UserError } from '../../domain/errors.ts';
import { isOpen, type Sha256 } from '../../domain/experiment.ts';
import type { ExperimentRecord } from '../../domain/store.ts';
import { partsOf } from '../../services/home/parts.ts';
import { reportFile } from '../../services/home/reports.ts';
import { removeBlobs } from '../../services/store/blob-folder.ts';
import { snapshotsOf } from '../../services/store/snapshots.ts';
import { compactTemporal } from '../../services/temporal-server/alone.ts';
import { agree } from '../cli/agree.ts';
import { maybeAlone } from '../cli/alone.ts';
import { aliveness } from '../cli/alive.ts';
import { refuseOpen } from '../cli/closed.ts';
import { deleteHistories, type Histories } from '../cli/histories.ts';
import { type Keeping, keepingOf, type Kept, ownBytes, type Things } from '../cli/keeping.ts';
import { money } from '../../domain/figures.ts';
import { columns, print, printJson, say, size } from '../cli/output.ts';
import { findExperiment, withSession, type Session } from '../cli/session.ts';

export interface DeleteOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly keepAnswers?: boolean;
  readonly json?: boolean;
}

/** Blobs that nothing names are garbage once nobody can be about to name them. */
const FORGOTTEN_MS = 3600_000;

interface Plan {
  readonly record: ExperimentRecord;
  readonly kept: Kept;
  readonly answers: Things;
  /** Its own, and some that nothing has named for long. */
  readonly blobs: Things;
  readonly spend: { readonly calls: number; readonly costMicroUsd: number };
}

export async function deleteCommand(reference: string, options: DeleteOptions): Promise<void> {
  await withSession(async (session) => {
    const record = await findExperiment(session.store, reference);
    await refuseOpen(session.home, [record]);
    if (options.keepAnswers !== true) await refuseReaders(session, record);
    const plan = await planOf(session, record, options.keepAnswers === true);
    if (options.json !== true) sayPlan(plan);
    if (options.dryRun === true) {
      if (options.json) printJson({ ...asJson(plan), deleted: false });
      return;
    }
    await agree(`Delete ${record.id}?`, options.yes);
    const done = await maybeAlone(session.home, (isAlone) => carryOut(session, plan, isAlone));
    if (options.json) printJson({ ...asJson(plan), deleted: true, ...done });
    else sayDone(session, plan, done);
  });
}

/** @throws UserError where a study under way may be reading the same answers at this moment */
async function refuseReaders({ store, home }: Session, record: ExperimentRecord): Promise<void> {
  const readers = (await store.experiments({ family: record.family })).filter(
    ({ id, label, state }) => id !== record.id && label === record.label && isOpen(state),
  );
  const alive = await aliveness(home, readers);
  const reader = readers.find(({ id }) => alive.get(id) !== false);
  if (reader === undefined) return;
  throw new UserError(`${reader.id} is ${reader.state}, and may be reading answers of ${record.id} now.`, {
    remedy: `Wait until it has ended, or stop it; or leave all answers in the memo: ./holdfast delete ${record.id} --keep-answers`,
  });
}

async function planOf(session: Session, record: ExperimentRecord, keepAnswers: boolean): Promise<Plan> {
  const keeping = await keepingOf(session);
  const kept = keeping.of(record.id);
  const none: Things = { hashes: [], count: 0, bytes: 0 };
  // Blobs of answers that stay are named by them still.
  const own = kept.blobs.hashes.filter((sha256) => !keepAnswers || !keeping.uses.isOfAnswer(sha256));
  const blobs = [...own, ...(await garbage(session, keeping))];
  const sizes = new Map(keeping.blobs.map(({ sha256, bytes }) => [sha256, bytes]));
  return {
    record,
    kept,
    answers: keepAnswers ? none : kept.answers,
    blobs: {
      hashes: blobs,
      count: blobs.length,
      bytes: blobs.reduce((sum, sha256) => sum + (sizes.get(sha256) ?? 0), 0),
    },
    spend: await session.store.spend(record.id),
  };
}

/** None while a study is open: a result is a blob before a row names it. */
async function garbage({ store }: Session, { uses, blobs }: Keeping): Promise<Sha256[]> {
  if ((await store.experiments()).some(({ state }) => isOpen(state))) return [];
  const before = Date.now() - FORGOTTEN_MS;
  return blobs.filter(({ sha256, at }) => at < before && !uses.isNamed(sha256)).map(({ sha256 }) => sha256);
}

interface Done {
  readonly histories: Histories;
  readonly freedBytes: number;
  readonly isCompact: boolean;
}

/** What says where the rest is goes last: after a crash the command can be given again. */
async function carryOut(session: Session, plan: Plan, isAlone: boolean): Promise<Done> {
  const { store, home, config } = session;
  const { record } = plan;
  const before = bytesOf(session);
  const histories = await deleteHistories(home, [record.id], isAlone);
  const report = reportFile(home, record.id);
  for (const file of [report, `${report}.part`]) rmSync(file, { force: true });
  await store.upkeep.deleteAnswers(plan.answers.hashes);
  await store.upkeep.deleteExperiment(record.id, record.updatedAt);
  await removeBlobs(home.blobs, plan.blobs.hashes, async () => {
    const uses = await store.upkeep.uses();
    return (sha256) => uses.isNamed(sha256);
  });
  // Workers would wait for it, and room in the file is used again anyway.
  const isCompact = isAlone && config.databaseUrl === undefined;
  if (isCompact) await store.upkeep.compact();
  if (isAlone && histories.deleted > 0) compactTemporal(home);
  return { histories, freedBytes: Math.max(0, before - bytesOf(session)), isCompact };
}

function bytesOf({ home }: Session): number {
  return Object.values(partsOf(home)).reduce((sum, { bytes }) => sum + bytes, 0);
}

function freed({ kept, answers, blobs }: Plan): number {
  return ownBytes({ ...kept, answers, blobs });
}

function sayPlan(plan: Plan): void {
  const { record, kept, answers, blobs, spend } = plan;
  print(`${record.id} (${record.state}) holds, for itself alone:`);
  print(
    columns([
      ['  rows', String(kept.rows.count), size(kept.rows.bytes)],
      ['  answers', String(answers.count), size(answers.bytes)],
      ['  blobs', String(blobs.count), size(blobs.bytes)],
      ['  report', kept.report === 0 ? '0' : '1', size(kept.report)],
      ['  together', '', size(freed(plan))],
    ]),
  );
  const { answers: shared, blobs: sharedBlobs } = kept.shared;
  if (shared.count + sharedBlobs.count > 0)
    print(`${shared.count} answers and ${sharedBlobs.count} blobs that others use stay.`);
  print(`What it paid (${spend.calls} calls, ${money(spend.costMicroUsd)}) stays on the account.`);
}

function sayDone({ home }: Session, { record }: Plan, { histories, freedBytes, isCompact }: Done): void {
  print(`${record.id} is deleted: ${size(freedBytes)} less on the disk.`);
  if (!isCompact)
    print('The room of its rows and answers stays in the database, and is used by what comes next.');
  if (histories.left !== undefined) say(histories.left);
  const copies = snapshotsOf(home.storeFile).length;
  if (copies > 0)
    print(`${copies} snapshots of before still hold its rows, until later ones take their place.`);
}

function asJson(plan: Plan): object {
  const { record, kept, answers, blobs, spend } = plan;
  return {
    id: record.id,
    rows: kept.rows,
    answers: { count: answers.count, bytes: answers.bytes },
    blobs: { count: blobs.count, bytes: blobs.bytes },
    report: kept.report,
    bytes: freed(plan),
    stay: { answers: kept.shared.answers.count, blobs: kept.shared.blobs.count },
    paid: { calls: spend.calls, costMicroUsd: spend.costMicroUsd },
  };
}
