/**
 * The rows behind budgets. For each experiment one row says what was spent and what is reserved; for each shard one row
 * says which attempt is its latest and what that attempt holds. Whoever changes any of it has updated the experiment's
 * row first, which is the lock.
 */
import { Fault, Superseded } from '../../domain/errors.ts';
import type { ExperimentId, ShardRef } from '../../domain/experiment.ts';
import type { Amount, ReservationOwner } from '../../domain/store.ts';
import type { Database, Tables, Write } from './tables.ts';

export type BudgetRow = Tables['budgets'];
export type ShardRow = Tables['reservations'];

/** Takes the experiment's row, on PostgreSQL too: from here on nobody else changes its shards. */
export async function lock(trx: Write, id: ExperimentId): Promise<void> {
  const result = await trx
    .updateTable('budgets')
    .set({ touched_at: Date.now() })
    .where('experiment', '=', id)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw unknown(id);
}

export async function budgetOf(connection: Database | Write, id: ExperimentId): Promise<BudgetRow> {
  const budget = await connection
    .selectFrom('budgets')
    .selectAll()
    .where('experiment', '=', id)
    .executeTakeFirst();
  if (budget === undefined) throw unknown(id);
  return budget;
}

export async function shardRow(trx: Write, id: ExperimentId, shard: ShardRef): Promise<ShardRow | undefined> {
  return trx
    .selectFrom('reservations')
    .selectAll()
    .where('experiment', '=', id)
    .where('lane', '=', shard.lane)
    .where('shard', '=', shard.index)
    .executeTakeFirst();
}

export function held(row: ShardRow): Amount {
  const { calls, tokens, cost_micro_usd: costMicroUsd, sandbox_ms: sandboxMs } = row;
  return { calls, tokens, costMicroUsd, sandboxMs };
}

export async function setHeld(trx: Write, owner: ReservationOwner, amount: Amount): Promise<void> {
  await trx
    .updateTable('reservations')
    .set({
      calls: amount.calls,
      tokens: amount.tokens,
      cost_micro_usd: amount.costMicroUsd,
      sandbox_ms: amount.sandboxMs ?? 0,
    })
    .where('experiment', '=', owner.experiment)
    .where('lane', '=', owner.shard.lane)
    .where('shard', '=', owner.shard.index)
    .execute();
}

export async function giveBack(trx: Write, id: ExperimentId, amount: Amount): Promise<void> {
  await trx
    .updateTable('budgets')
    .set((budget) => ({
      reserved_calls: budget('reserved_calls', '-', amount.calls),
      reserved_tokens: budget('reserved_tokens', '-', amount.tokens),
      reserved_cost_micro_usd: budget('reserved_cost_micro_usd', '-', amount.costMicroUsd),
      reserved_sandbox_ms: budget('reserved_sandbox_ms', '-', amount.sandboxMs ?? 0),
    }))
    .where('experiment', '=', id)
    .execute();
}

export function superseded({ experiment, shard, attempt }: ReservationOwner): Superseded {
  return new Superseded(
    `attempt ${attempt} at shard ${shard.lane}.${shard.index} of ${experiment} is not its latest`,
  );
}

function unknown(id: ExperimentId): Fault {
  return new Fault(`the store knows no experiment '${id}'`);
}
