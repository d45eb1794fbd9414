/** Deleting: answers that nobody else uses, then every row of an experiment but what it paid. */
import { randomUUID } from 'node:crypto';
import { UserError } from '../../domain/errors.ts';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import type { Deletion } from '../../domain/upkeep.ts';
import { keyLists } from './batches.ts';
import { budgetOf } from './budget-rows.ts';
import { numberOf } from './numbers.ts';
import { type Database, KEPT_SUMS, type Write } from './tables.ts';
import { keyAfter } from './voids.ts';
import { write } from './write.ts';

/** Answers that go in one transaction: workers wait for it. */
const TOGETHER = 5000;

/** Tables whose rows belong to one experiment, by its number. */
const GROWN = ['cells', 'ledger'] as const;

/** The others, by its id; those that others refer to last. */
const OWN = [
  'results',
  'steps',
  'budgets',
  'reservations',
  'in_flight',
  'stops',
  'self_reports',
  'codes',
  'voids',
  'removals',
] as const;

/** A line of the ledger, whole. */
const LINE = [
  'id',
  'experiment',
  'completion',
  'lane',
  'shard',
  'attempt',
  'prompt_tokens',
  'completion_tokens',
  'cost_micro_usd',
  'estimated',
  'worker_run',
  'at',
  'unanswered',
  'sandbox_ms',
] as const;

export async function deleteAnswers(database: Database, keys: readonly Sha256[]): Promise<void> {
  for (let from = 0; from < keys.length; from += TOGETHER) {
    const some = keys.slice(from, from + TOGETHER);
    await write(database, async (trx) => {
      for (const list of keyLists(some))
        await trx.deleteFrom('completions').where('key', 'in', list).execute();
    });
  }
  await dropNotes(database, keys);
}

/**
 * That an answer was set aside is forgotten with it, but where the answer that came in its place is there: who asks the
 * question must still find that one.
 */
async function dropNotes(database: Database, keys: readonly Sha256[]): Promise<void> {
  const gone = new Set(keys);
  const rows = await database.selectFrom('voided_answers').select('completion').execute();
  const voided = new Set(rows.map(({ completion }) => completion as Sha256));
  const mine = [...voided].filter((key) => gone.has(key));
  const successors = new Set<string>();
  for (const list of keyLists(mine.flatMap((key) => chainAfter(key, voided)))) {
    const there = await database.selectFrom('completions').select('key').where('key', 'in', list).execute();
    for (const { key } of there) successors.add(key);
  }
  const needless = mine.filter((key) => !chainAfter(key, voided).some((next) => successors.has(next)));
  await write(database, async (trx) => {
    for (const list of keyLists(needless))
      await trx.deleteFrom('voided_answers').where('completion', 'in', list).execute();
  });
}

/** Keys under which the question was answered later, as far as they were set aside, and the one after them. */
function chainAfter(key: Sha256, voided: ReadonlySet<Sha256>): Sha256[] {
  const chain: Sha256[] = [];
  for (let at = key; voided.has(at); at = chain.at(-1) ?? at) chain.push(keyAfter(at));
  return chain;
}

/** @throws UserError where it changed since it was decided */
export async function deleteExperiment(
  database: Database,
  id: ExperimentId,
  updatedAt: number,
): Promise<void> {
  // Drawn once, so that a commit that is repeated after a lost connection counts once.
  const name = randomUUID();
  await write(database, async (trx) => {
    const row = await trx
      .selectFrom('experiments')
      .select('updated_at')
      .where('id', '=', id)
      .executeTakeFirst();
    const done = await trx.selectFrom('deletions').select('id').where('id', '=', name).executeTakeFirst();
    if (done !== undefined) return;
    if (row?.updated_at !== updatedAt) {
      throw new UserError(`${id} changed in this moment; its rows were left as they are.`, {
        remedy: './holdfast list shows its state now.',
      });
    }
    await keepMoney(trx, id, name);
    await trx
      .deleteFrom('voided_cells')
      .where('void', 'in', trx.selectFrom('voids').select('id').where('experiment', '=', id))
      .execute();
    for (const table of GROWN) await trx.deleteFrom(table).where('experiment', '=', numberOf(id)).execute();
    for (const table of OWN) await trx.deleteFrom(table).where('experiment', '=', id).execute();
    await trx.deleteFrom('experiments').where('id', '=', id).execute();
  });
}

async function keepMoney(trx: Write, id: ExperimentId, name: string): Promise<void> {
  const budget = await budgetOf(trx, id);
  const sums = Object.fromEntries(KEPT_SUMS.map((sum) => [sum, budget[sum]])) as Record<
    (typeof KEPT_SUMS)[number],
    number
  >;
  await trx
    .insertInto('deletions')
    .values({ id: name, experiment: id, at: Date.now(), ...sums })
    .execute();
  await trx
    .insertInto('deleted_ledger')
    .columns(LINE)
    .expression((eb) => eb.selectFrom('ledger').select(LINE).where('experiment', '=', numberOf(id)))
    .execute();
}

/** The earliest first. */
export async function readDeletions(database: Database): Promise<Deletion[]> {
  const rows = await database.selectFrom('deletions').selectAll().orderBy('at').orderBy('id').execute();
  return rows.map((row) => ({
    experiment: row.experiment as ExperimentId,
    at: row.at,
    calls: row.calls,
    tokens: row.prompt_tokens + row.completion_tokens,
    costMicroUsd: row.cost_micro_usd,
  }));
}
