/** What an experiment may still use, has reserved, and has spent. */
import { sql } from 'kysely';
import type { CapName, Caps, ExperimentId, Spend } from '../../domain/experiment.ts';
import type { Amount, Reserved, ReservationOwner } from '../../domain/store.ts';
import { inFlightOf } from './attempts.ts';
import {
  type BudgetRow,
  budgetOf,
  giveBack,
  held,
  lock,
  setHeld,
  shardRow,
  superseded,
} from './budget-rows.ts';
import { readUnanswered } from './unanswered.ts';
import type { Database, Write } from './tables.ts';
import { checkWhole } from './whole.ts';
import { write } from './write.ts';

const NOTHING: Amount = { calls: 0, tokens: 0, costMicroUsd: 0 };

/** Spent + unanswered + reserved + amount <= caps, in one conditional UPDATE; refused, it names the cap. */
export async function reserve(
  database: Database,
  owner: ReservationOwner,
  amount: Amount,
  caps: Caps,
): Promise<Reserved> {
  checkWhole({ ...amount });
  return write(database, async (trx): Promise<Reserved> => {
    if (!(await reserveWithin(trx, owner.experiment, amount, caps))) {
      return { granted: false, cap: capReached(await budgetOf(trx, owner.experiment), amount, caps) };
    }
    await holdMore(trx, owner, amount);
    return { granted: true };
  });
}

/** Gives back what the owner holds and clears its calls; nothing where a later attempt has done so. */
export async function release(database: Database, owner: ReservationOwner): Promise<void> {
  await write(database, async (trx) => {
    await lock(trx, owner.experiment);
    const row = await shardRow(trx, owner.experiment, owner.shard);
    if (row?.attempt !== owner.attempt) return;
    await setHeld(trx, owner, NOTHING);
    await giveBack(trx, owner.experiment, held(row));
    await inFlightOf(trx, owner.experiment, owner.shard).execute();
  });
}

/**
 * Turns reserved into spent, within a settlement: the owner holds less by what was reserved for it, never less than
 * nothing. A superseded owner holds nothing.
 */
export async function consume(trx: Write, owner: ReservationOwner, used: Amount): Promise<void> {
  const row = await shardRow(trx, owner.experiment, owner.shard);
  if (row?.attempt !== owner.attempt) return;
  const before = held(row);
  const taken: Amount = {
    calls: Math.min(before.calls, used.calls),
    tokens: Math.min(before.tokens, used.tokens),
    costMicroUsd: Math.min(before.costMicroUsd, used.costMicroUsd),
    sandboxMs: Math.min(before.sandboxMs ?? 0, used.sandboxMs ?? 0),
  };
  if (Object.values(taken).every((amount) => amount === 0)) return;
  await setHeld(trx, owner, {
    calls: before.calls - taken.calls,
    tokens: before.tokens - taken.tokens,
    costMicroUsd: before.costMicroUsd - taken.costMicroUsd,
    sandboxMs: (before.sandboxMs ?? 0) - (taken.sandboxMs ?? 0),
  });
  await giveBack(trx, owner.experiment, taken);
}

export async function noteMemoHits(
  database: Database,
  id: ExperimentId,
  hits: number,
  programs = 0,
): Promise<void> {
  checkWhole({ hits, programs });
  if (hits === 0 && programs === 0) return;
  await write(database, async (trx) => {
    await trx
      .updateTable('budgets')
      .set((budget) => ({
        memo_hits: budget('memo_hits', '+', hits),
        programs_recalled: budget('programs_recalled', '+', programs),
        touched_at: Date.now(),
      }))
      .where('experiment', '=', id)
      .execute();
  });
}

export async function readSpend(database: Database, id: ExperimentId): Promise<Spend> {
  const budget = await budgetOf(database, id);
  return {
    calls: budget.calls,
    promptTokens: budget.prompt_tokens,
    completionTokens: budget.completion_tokens,
    costMicroUsd: budget.cost_micro_usd,
    memoHits: budget.memo_hits,
    callsSentAnew: budget.calls_sent_anew,
    unanswered: await readUnanswered(database, budget),
    programs: {
      run: budget.programs,
      recalled: budget.programs_recalled,
      sandboxMs: budget.sandbox_ms,
    },
  };
}

async function reserveWithin(trx: Write, id: ExperimentId, amount: Amount, caps: Caps): Promise<boolean> {
  // A call takes nothing of the sandbox, and a program nothing else: neither is refused for the other's cap.
  const isProgram = (amount.sandboxMs ?? 0) > 0;
  const result = await trx
    .updateTable('budgets')
    .set((budget) => ({
      reserved_calls: budget('reserved_calls', '+', amount.calls),
      reserved_tokens: budget('reserved_tokens', '+', amount.tokens),
      reserved_cost_micro_usd: budget('reserved_cost_micro_usd', '+', amount.costMicroUsd),
      reserved_sandbox_ms: budget('reserved_sandbox_ms', '+', amount.sandboxMs ?? 0),
      touched_at: Date.now(),
    }))
    .where('experiment', '=', id)
    .$if(caps.calls !== undefined && !isProgram, (update) =>
      update.where(({ eb }) =>
        eb(sql<number>`calls + unanswered_calls + reserved_calls`, '<=', (caps.calls ?? 0) - amount.calls),
      ),
    )
    .$if(caps.tokens !== undefined && !isProgram, (update) =>
      update.where(({ eb }) =>
        eb(
          sql<number>`prompt_tokens + completion_tokens + unanswered_prompt_tokens + unanswered_completion_tokens + reserved_tokens`,
          '<=',
          (caps.tokens ?? 0) - amount.tokens,
        ),
      ),
    )
    .$if(caps.costMicroUsd !== undefined && !isProgram, (update) =>
      update.where(({ eb }) =>
        eb(
          sql<number>`cost_micro_usd + unanswered_cost_micro_usd + reserved_cost_micro_usd`,
          '<=',
          (caps.costMicroUsd ?? 0) - amount.costMicroUsd,
        ),
      ),
    )
    .$if(caps.sandboxMs !== undefined && isProgram, (update) =>
      update.where(({ eb }) =>
        eb(
          sql<number>`sandbox_ms + reserved_sandbox_ms`,
          '<=',
          (caps.sandboxMs ?? 0) - (amount.sandboxMs ?? 0),
        ),
      ),
    )
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function capReached(budget: BudgetRow, amount: Amount, caps: Caps): CapName {
  if ((amount.sandboxMs ?? 0) > 0) return 'sandboxMs';
  const calls = budget.calls + budget.unanswered_calls + budget.reserved_calls + amount.calls;
  if (caps.calls !== undefined && calls > caps.calls) return 'calls';
  const unanswered = budget.unanswered_prompt_tokens + budget.unanswered_completion_tokens;
  const answered = budget.prompt_tokens + budget.completion_tokens;
  const tokens = answered + unanswered + budget.reserved_tokens + amount.tokens;
  return caps.tokens !== undefined && tokens > caps.tokens ? 'tokens' : 'costMicroUsd';
}

async function holdMore(trx: Write, owner: ReservationOwner, amount: Amount): Promise<void> {
  const result = await trx
    .updateTable('reservations')
    .set((row) => ({
      calls: row('calls', '+', amount.calls),
      tokens: row('tokens', '+', amount.tokens),
      cost_micro_usd: row('cost_micro_usd', '+', amount.costMicroUsd),
      sandbox_ms: row('sandbox_ms', '+', amount.sandboxMs ?? 0),
    }))
    .where('experiment', '=', owner.experiment)
    .where('lane', '=', owner.shard.lane)
    .where('shard', '=', owner.shard.index)
    .where('attempt', '=', owner.attempt)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw superseded(owner);
}
