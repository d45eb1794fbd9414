/**
 * Answers that were set aside. Their rows stay; a question that one of them answered goes under the key that follows, so
 * that whoever stands on an old answer keeps it, and whoever asks from now on gets the new one.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Blobs, VoidedCell, VoidRecord, VoidSelection } from '../../domain/store.ts';
import { keyLists, powersOfTwo } from './batches.ts';
import { cellOf, readCellBatches } from './cells.ts';
import { readCosts } from './costs.ts';
import { numberOf, readWorkers } from './numbers.ts';
import { plainText } from './plain-text.ts';
import { FORGOTTEN } from './removals.ts';
import { saidWithNone } from './self-reports.ts';
import type { Database, Tables } from './tables.ts';
import { write } from './write.ts';

/** Where a question is answered once the answer under this key is set aside. Frozen: stores hold such keys. */
export function keyAfter(voided: Sha256): Sha256 {
  return createHash('sha256').update(`anew\n${voided}`).digest('hex') as Sha256;
}

/** For each key where its question is answered from now on: mostly the key itself. */
export async function currentKeys(database: Database, keys: readonly Sha256[]): Promise<Map<Sha256, Sha256>> {
  const current = new Map(keys.map((key) => [key, key]));
  for (let open = new Set(keys); open.size > 0;) {
    const voided = await voidedAmong(database, open);
    if (voided.size === 0) break;
    open = new Set();
    for (const [asked, key] of current) {
      if (!voided.has(key)) continue;
      current.set(asked, keyAfter(key));
      open.add(keyAfter(key));
    }
  }
  return current;
}

/**
 * Sets aside, and notes the experiment as stopped; spend, ledger and the texts of the answers stay as they are. What the
 * experiment holds in flight or reserved is none of its business: it must not be open.
 */
export async function putVoid(
  database: Database,
  blobs: Blobs,
  id: ExperimentId,
  why: string,
  selection: VoidSelection,
  what: { readonly cells: readonly string[]; readonly answers: readonly Sha256[] },
): Promise<VoidRecord> {
  // Drawn once, so that a commit that is repeated after a lost connection adds nothing.
  const name = randomUUID();
  const at = Date.now();
  const gone = new Set(what.cells);
  // Else what runs from now on would be held against a server that no answer is of.
  const unsaid = await saidWithNone(database, blobs, id, answersOfOthers(database, id, gone));
  const costs = [...(await readCosts(database, id, what.answers)).values()];
  const record: VoidRecord = {
    ...{ id: name, at, why: plainText(why), selection },
    cells: gone.size,
    answers: new Set(what.answers).size,
    paidCalls: costs.reduce((sum, { paidCalls }) => sum + paidCalls, 0),
    paidMicroUsd: costs.reduce((sum, { paidMicroUsd }) => sum + paidMicroUsd, 0),
  };
  await write(database, async (trx) => {
    const put = await trx
      .insertInto('voids')
      .values({
        ...{ id: name, experiment: id, at, why: record.why, selection: canonicalJson({ ...selection }) },
        ...{ cells: record.cells, answers: record.answers },
        ...{ paid_calls: record.paidCalls, paid_micro_usd: record.paidMicroUsd },
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute();
    if (put.length === 0) return;
    // Here and not after it: a completed experiment without these cells would never ask them.
    const detail = `${record.cells} cells were set aside: ${record.why}`;
    await trx
      .updateTable('experiments')
      .set({ state: 'stopped', detail, updated_at: at })
      .where('id', '=', id)
      .execute();
    for (const list of keyLists(what.cells)) {
      const rows = await trx
        .selectFrom('cells')
        .selectAll()
        .where('experiment', '=', numberOf(id))
        .where('key', 'in', list)
        .execute();
      const kept = rows.map(({ experiment: _, ...cell }) => ({ ...cell, void: name }));
      for (const run of powersOfTwo(kept)) await trx.insertInto('voided_cells').values(run).execute();
      await trx.deleteFrom('cells').where('experiment', '=', numberOf(id)).where('key', 'in', list).execute();
    }
    for (const list of keyLists(unsaid))
      await trx.deleteFrom('self_reports').where('experiment', '=', id).where('said', 'in', list).execute();
    const marks = [...new Set(what.answers)].sort().map((completion) => ({ completion, void: name }));
    for (const run of powersOfTwo(marks)) {
      await trx
        .insertInto('voided_answers')
        .values(run)
        .onConflict((conflict) => conflict.column('completion').doNothing())
        .execute();
    }
  });
  return record;
}

/** The answers of cells that stay, in batches. */
async function* answersOfOthers(
  database: Database,
  id: ExperimentId,
  gone: ReadonlySet<string>,
): AsyncGenerator<readonly Sha256[]> {
  for await (const batch of readCellBatches(database, id))
    yield batch.flatMap(({ key, completions }) => (gone.has(key) ? [] : completions));
}

export async function readVoids(database: Database, id: ExperimentId): Promise<VoidRecord[]> {
  const query = database.selectFrom('voids').selectAll().where('experiment', '=', id);
  return (await query.orderBy('at').orderBy('id').execute()).map(recordOf);
}

/** The earliest void first, then by key. */
export async function readVoidedCells(
  database: Database,
  id: ExperimentId,
  key: string | undefined,
): Promise<VoidedCell[]> {
  let query = database
    .selectFrom('voided_cells')
    .innerJoin('voids', 'voids.id', 'voided_cells.void')
    .selectAll('voided_cells')
    .where('voids.experiment', '=', id);
  if (key !== undefined) query = query.where('voided_cells.key', '=', key);
  const rows = await query.orderBy('voids.at').orderBy('voids.id').orderBy('voided_cells.key').execute();
  return rows.map((row) => ({ ...cellOf(row), void: row.void }));
}

export async function readOrigins(
  database: Database,
  keys: readonly Sha256[],
): Promise<Map<Sha256, { workerRun: string; createdAt: number }>> {
  const found = new Map<Sha256, { workerRun: string; createdAt: number }>();
  const workers = await readWorkers(database);
  for (const list of keyLists(keys)) {
    const query = database.selectFrom('completions').select(['key', 'worker_run', 'created_at']);
    for (const row of await query.where('key', 'in', list).execute())
      found.set(row.key as Sha256, {
        workerRun: workers.get(row.worker_run) ?? '',
        createdAt: row.created_at,
      });
  }
  return found;
}

export async function readPaidAnswers(database: Database, id: ExperimentId): Promise<Sha256[]> {
  const query = database.selectFrom('ledger').select('completion').where('unanswered', 'is', null).distinct();
  const paid = query.where('experiment', '=', numberOf(id)).where('completion', '!=', FORGOTTEN);
  const rows = await paid.orderBy('completion').execute();
  return rows.map(({ completion }) => completion as Sha256);
}

async function voidedAmong(database: Database, keys: Iterable<Sha256>): Promise<Set<Sha256>> {
  const voided = new Set<Sha256>();
  for (const list of keyLists(keys)) {
    const query = database.selectFrom('voided_answers').select('completion');
    for (const { completion } of await query.where('completion', 'in', list).execute())
      voided.add(completion as Sha256);
  }
  return voided;
}

function recordOf(row: Tables['voids']): VoidRecord {
  return {
    id: row.id,
    at: row.at,
    why: row.why,
    selection: JSON.parse(row.selection) as VoidSelection,
    cells: row.cells,
    answers: row.answers,
    paidCalls: row.paid_calls,
    paidMicroUsd: row.paid_micro_usd,
  };
}
