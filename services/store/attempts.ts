/** Attempts at shards: who is the latest, and which calls it has in flight. */
import type { ExperimentId, Sha256, ShardRef } from '../../domain/experiment.ts';
import type { ReservationOwner } from '../../domain/store.ts';
import { powersOfTwo } from './batches.ts';
import { giveBack, held, lock, shardRow, superseded } from './budget-rows.ts';
import type { Database, Write } from './tables.ts';
import { write } from './write.ts';

/** The next attempt at a shard takes over what earlier ones hold and left in flight. */
export async function takeOver(
  database: Database,
  experiment: ExperimentId,
  shard: ShardRef,
): Promise<{ owner: ReservationOwner; callsLost: number }> {
  return write(database, async (trx) => {
    await lock(trx, experiment);
    const before = await shardRow(trx, experiment, shard);
    const attempt = (before?.attempt ?? 0) + 1;
    const row = {
      experiment,
      lane: shard.lane,
      shard: shard.index,
      attempt,
      calls: 0,
      tokens: 0,
      cost_micro_usd: 0,
    };
    await trx
      .insertInto('reservations')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(['experiment', 'lane', 'shard'])
          .doUpdateSet({ attempt, calls: 0, tokens: 0, cost_micro_usd: 0 }),
      )
      .execute();
    if (before !== undefined) await giveBack(trx, experiment, held(before));
    const callsLost = await clearLost(trx, experiment, shard);
    return { owner: { experiment, shard, attempt }, callsLost };
  });
}

/** Notes calls that are about to be sent. */
export async function callsStarted(
  database: Database,
  owner: ReservationOwner,
  keys: readonly Sha256[],
): Promise<void> {
  if (keys.length === 0) return;
  const { experiment, shard, attempt } = owner;
  await write(database, async (trx) => {
    await lock(trx, experiment);
    if ((await shardRow(trx, experiment, shard))?.attempt !== attempt) throw superseded(owner);
    const rows = [...new Set(keys)].map((completion) => ({
      experiment,
      lane: shard.lane,
      shard: shard.index,
      attempt,
      completion,
    }));
    for (const run of powersOfTwo(rows)) {
      await trx
        .insertInto('in_flight')
        .values(run)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  });
}

/** Calls that were in flight: those that no completion answers are lost, and will be sent anew. */
async function clearLost(trx: Write, id: ExperimentId, shard: ShardRef): Promise<number> {
  const lost = await trx
    .selectFrom('in_flight')
    .select(({ fn }) => fn.countAll<number>().as('calls'))
    .where('experiment', '=', id)
    .where('lane', '=', shard.lane)
    .where('shard', '=', shard.index)
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('completions').select('key').whereRef('key', '=', 'in_flight.completion')),
      ),
    )
    .executeTakeFirstOrThrow();
  await inFlightOf(trx, id, shard).execute();
  if (lost.calls > 0) {
    await trx
      .updateTable('budgets')
      .set((budget) => ({ calls_sent_anew: budget('calls_sent_anew', '+', lost.calls) }))
      .where('experiment', '=', id)
      .execute();
  }
  return lost.calls;
}

export function inFlightOf(trx: Write, id: ExperimentId, shard: ShardRef): { execute(): Promise<unknown> } {
  return trx
    .deleteFrom('in_flight')
    .where('experiment', '=', id)
    .where('lane', '=', shard.lane)
    .where('shard', '=', shard.index);
}
