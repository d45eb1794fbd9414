/** The removal of persons' data: cells, answers, and every text that stands for them. What was paid stays. */
import { randomUUID } from 'node:crypto';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import { mentions } from '../../domain/mentions.ts';
import type { Forgetting, Leaving, Removal } from '../../domain/upkeep.ts';
import { keyLists } from './batches.ts';
import { numberOf } from './numbers.ts';
import type { Database, Write } from './tables.ts';
import { write } from './write.ts';

/** Stands in the ledger for an answer that was removed: even the hash of a question can be guessed at. */
export const FORGOTTEN = 'forgotten';

/** Stands for a text that held a removed person. */
const REMOVED = "(removed with a person's data)";

export async function forget(database: Database, forgetting: Forgetting): Promise<void> {
  // Drawn once, so that a commit that is repeated after a lost connection counts once.
  const name = randomUUID();
  const at = Date.now();
  await write(database, async (trx) => {
    for (const leaving of forgetting.leaving) await leave(trx, leaving, forgetting, { name, at });
    await removeAnswers(trx, forgetting.answers);
    for (const sha256 of forgetting.inputs)
      await trx
        .insertInto('removed_inputs')
        .values({ sha256, at })
        .onConflict((conflict) => conflict.column('sha256').doNothing())
        .execute();
  });
}

async function leave(
  trx: Write,
  { experiment, persons, cells, inputs, planned, results }: Leaving,
  { answers, words }: Forgetting,
  { name, at }: { readonly name: string; readonly at: number },
): Promise<void> {
  const voids = await trx.selectFrom('voids').selectAll().where('experiment', '=', experiment).execute();
  for (const list of keyLists(cells)) {
    await trx
      .deleteFrom('cells')
      .where('experiment', '=', numberOf(experiment))
      .where('key', 'in', list)
      .execute();
    for (const { id } of voids)
      await trx.deleteFrom('voided_cells').where('void', '=', id).where('key', 'in', list).execute();
  }
  const holds = (text: string): boolean => mentions(text, words);
  for (const { id, why, selection } of voids) {
    if (!holds(why) && !holds(selection)) continue;
    await trx
      .updateTable('voids')
      .set({
        ...(holds(why) ? { why: REMOVED } : {}),
        ...(holds(selection) ? { selection: canonicalJson({ cells: REMOVED }) } : {}),
      })
      .where('id', '=', id)
      .execute();
  }
  // Reasons of other cells may quote what was said of these.
  await hideReasons(trx, 'cells', numberOf(experiment), holds);
  await hideReasons(trx, 'stops', experiment, holds);
  // Which question a call asked that was sent and has no answer is written nowhere but in its key.
  await trx
    .updateTable('ledger')
    .set({ completion: FORGOTTEN })
    .where('experiment', '=', numberOf(experiment))
    .where('unanswered', 'is not', null)
    .execute();
  for (const result of results)
    await trx.deleteFrom('results').where('experiment', '=', experiment).where('name', '=', result).execute();
  const row = await trx
    .selectFrom('experiments')
    .select('detail')
    .where('id', '=', experiment)
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('experiments')
    .set({
      inputs: canonicalJson(inputs),
      cells: planned,
      updated_at: at,
      ...(holds(row.detail) ? { detail: REMOVED } : {}),
    })
    .where('id', '=', experiment)
    .execute();
  await trx
    .insertInto('removals')
    .values({ id: name, experiment, at, persons, cells: cells.length, answers: answers.length })
    .onConflict((conflict) => conflict.columns(['id', 'experiment']).doNothing())
    .execute();
}

async function hideReasons(
  trx: Write,
  table: 'cells' | 'stops',
  experiment: ExperimentId | number,
  holds: (text: string) => boolean,
): Promise<void> {
  const rows = await trx
    .selectFrom(table)
    .select('reason')
    .distinct()
    .where('experiment', '=', experiment)
    .execute();
  const held = rows.flatMap(({ reason }) => (reason !== null && holds(reason) ? [reason] : []));
  for (const list of keyLists(held))
    await trx
      .updateTable(table)
      .set({ reason: REMOVED })
      .where('experiment', '=', experiment)
      .where('reason', 'in', list)
      .execute();
}

async function removeAnswers(trx: Write, answers: readonly Sha256[]): Promise<void> {
  for (const list of keyLists(answers)) {
    await trx.deleteFrom('completions').where('key', 'in', list).execute();
    await trx.deleteFrom('voided_answers').where('completion', 'in', list).execute();
    await trx.deleteFrom('in_flight').where('completion', 'in', list).execute();
    for (const table of ['ledger', 'deleted_ledger'] as const)
      await trx.updateTable(table).set({ completion: FORGOTTEN }).where('completion', 'in', list).execute();
  }
}

/** The earliest first. */
export async function readRemovals(database: Database, id: ExperimentId): Promise<Removal[]> {
  const query = database.selectFrom('removals').selectAll().where('experiment', '=', id);
  const rows = await query.orderBy('at').orderBy('id').execute();
  return rows.map(({ at, persons, cells, answers }) => ({ at, persons, cells, answers }));
}

export async function readRemovedInputs(
  database: Database,
  hashes: readonly Sha256[],
): Promise<Map<Sha256, number>> {
  const found = new Map<Sha256, number>();
  for (const list of keyLists(hashes)) {
    const rows = await database
      .selectFrom('removed_inputs')
      .selectAll()
      .where('sha256', 'in', list)
      .execute();
    for (const { sha256, at } of rows) found.set(sha256 as Sha256, at);
  }
  return found;
}
