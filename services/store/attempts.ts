/** Attempts at shards: who is the latest, and which calls it has in flight. */
import { randomUUID } from 'node:crypto';
import type { ExperimentId, ShardRef } from '../../domain/experiment.ts';
import type { ReservationOwner, Sending } from '../../domain/store.ts';
import { powersOfTwo } from './batches.ts';
import { giveBack, held, lock, shardRow, superseded } from './budget-rows.ts';
import { noteWorkers, numberOf } from './numbers.ts';
import { NO_NOTES, type ReadsNotes } from './sent-notes.ts';
import type { Database, Tables, Write } from './tables.ts';
import { chargeUnanswered, noteSentAnew } from './unanswered.ts';
import { write } from './write.ts';

/** The next attempt at a shard takes over what earlier ones hold and left in flight. */
export async function takeOver(
  database: Database,
  experiment: ExperimentId,
  shard: ShardRef,
  notes: ReadsNotes = NO_NOTES,
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
      sandbox_ms: 0,
    };
    await trx
      .insertInto('reservations')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(['experiment', 'lane', 'shard'])
          .doUpdateSet({ attempt, calls: 0, tokens: 0, cost_micro_usd: 0, sandbox_ms: 0 }),
      )
      .execute();
    if (before !== undefined) await giveBack(trx, experiment, held(before));
    const callsLost = await chargeLost(trx, experiment, shard, notes);
    return { owner: { experiment, shard, attempt }, callsLost };
  });
}

/** Notes calls that are about to be sent. */
export async function callsStarted(
  database: Database,
  owner: ReservationOwner,
  sendings: readonly Sending[],
): Promise<void> {
  if (sendings.length === 0) return;
  const { experiment, shard, attempt } = owner;
  await write(database, async (trx) => {
    await lock(trx, experiment);
    if ((await shardRow(trx, experiment, shard))?.attempt !== attempt) throw superseded(owner);
    const rows = [...new Map(sendings.map((sending) => [sending.key, sending])).values()].map((sending) => ({
      ...{ experiment, lane: shard.lane, shard: shard.index, attempt },
      ...{ completion: sending.key, sending: sending.id, worker_run: sending.workerRun },
      ...{ prompt_tokens: sending.promptTokens, completion_tokens: sending.completionTokens },
      cost_micro_usd: sending.costMicroUsd,
    }));
    for (const run of powersOfTwo(rows)) {
      await trx
        .insertInto('in_flight')
        .values(run)
        .onConflict((conflict) =>
          conflict
            .columns(['experiment', 'lane', 'shard', 'attempt', 'completion'])
            .doUpdateSet((eb) => ({ sending: eb.ref('excluded.sending') })),
        )
        .execute();
    }
  });
}

/** Calls that were sent and are not settled are charged. @returns those that no completion answers: they are sent anew */
async function chargeLost(trx: Write, id: ExperimentId, shard: ShardRef, notes: ReadsNotes): Promise<number> {
  const left = await trx
    .selectFrom('in_flight')
    .selectAll('in_flight')
    .select((eb) =>
      eb
        .exists(eb.selectFrom('completions').select('key').whereRef('key', '=', 'in_flight.completion'))
        .as('is_answered'),
    )
    .where('experiment', '=', id)
    .where('lane', '=', shard.lane)
    .where('shard', '=', shard.index)
    .execute();
  if (left.length === 0) return 0;
  const sentBy = new Map(
    [...new Set(left.map((row) => row.worker_run))].map((run) => [run, notes.sentBy(run)]),
  );
  // Of a worker whose notes are not here (another machine's, or from before a restart of this one) all may have been sent.
  const lost = left.filter(({ worker_run, sending }) => sentBy.get(worker_run)?.has(sending) ?? true);
  let anew = 0;
  await noteWorkers(
    trx,
    lost.map((row) => row.worker_run),
  );
  for (const row of lost) {
    const line: Tables['ledger'] = {
      id: row.sending === '' ? randomUUID() : row.sending,
      ...{ experiment: numberOf(id), completion: row.completion, lane: shard.lane, shard: shard.index },
      ...{ attempt: row.attempt, prompt_tokens: row.prompt_tokens, completion_tokens: row.completion_tokens },
      ...{
        cost_micro_usd: row.cost_micro_usd,
        estimated: 1,
        worker_run: numberOf(row.worker_run),
        at: Date.now(),
      },
      unanswered: 'crash',
      sandbox_ms: null,
    };
    const added = await trx
      .insertInto('ledger')
      .values(line)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute();
    if (added.length === 0) continue;
    if (!row.is_answered) anew++;
    await chargeUnanswered(trx, id, [
      {
        ...{ calls: 1, promptTokens: row.prompt_tokens, completionTokens: row.completion_tokens },
        costMicroUsd: row.cost_micro_usd,
      },
    ]);
  }
  await inFlightOf(trx, id, shard).execute();
  await noteSentAnew(trx, id, anew);
  return anew;
}

export function inFlightOf(trx: Write, id: ExperimentId, shard: ShardRef): { execute(): Promise<unknown> } {
  return trx
    .deleteFrom('in_flight')
    .where('experiment', '=', id)
    .where('lane', '=', shard.lane)
    .where('shard', '=', shard.index);
}
