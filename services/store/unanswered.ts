/** Calls that were sent and have no answer that is kept: what they are charged. */
import type { ExperimentId, Unanswered, UnansweredReason } from '../../domain/experiment.ts';
import type { BudgetRow } from './budget-rows.ts';
import { numberOf } from './numbers.ts';
import type { Database, Write } from './tables.ts';

type Charge = Omit<Unanswered, 'reasons'>;

/** Adds to what the experiment is charged; the caller has its row locked, or locks it hereby. */
export async function chargeUnanswered(
  trx: Write,
  id: ExperimentId,
  charges: readonly Charge[],
): Promise<void> {
  if (charges.length === 0) return;
  const sum = (of: (charge: Charge) => number): number => charges.reduce((total, one) => total + of(one), 0);
  await trx
    .updateTable('budgets')
    .set((budget) => ({
      unanswered_calls: budget(
        'unanswered_calls',
        '+',
        sum(({ calls }) => calls),
      ),
      unanswered_prompt_tokens: budget(
        'unanswered_prompt_tokens',
        '+',
        sum(({ promptTokens }) => promptTokens),
      ),
      unanswered_completion_tokens: budget(
        'unanswered_completion_tokens',
        '+',
        sum(({ completionTokens }) => completionTokens),
      ),
      unanswered_cost_micro_usd: budget(
        'unanswered_cost_micro_usd',
        '+',
        sum(({ costMicroUsd }) => costMicroUsd),
      ),
      touched_at: Date.now(),
    }))
    .where('experiment', '=', id)
    .execute();
}

export async function noteSentAnew(trx: Write, id: ExperimentId, calls: number): Promise<void> {
  if (calls === 0) return;
  await trx
    .updateTable('budgets')
    .set((budget) => ({ calls_sent_anew: budget('calls_sent_anew', '+', calls) }))
    .where('experiment', '=', id)
    .execute();
}

/** The reasons are counted in the ledger, and only where there are any. */
export async function readUnanswered(database: Database, budget: BudgetRow): Promise<Unanswered> {
  const reasons: Partial<Record<UnansweredReason, number>> = {};
  if (budget.unanswered_calls > 0) {
    const rows = await database
      .selectFrom('ledger')
      .select(({ fn }) => ['unanswered', fn.countAll<number>().as('calls')])
      .where('experiment', '=', numberOf(budget.experiment))
      .where('unanswered', 'is not', null)
      .groupBy('unanswered')
      .orderBy('unanswered')
      .execute();
    for (const { unanswered, calls } of rows) if (unanswered !== null) reasons[unanswered] = calls;
  }
  return {
    calls: budget.unanswered_calls,
    promptTokens: budget.unanswered_prompt_tokens,
    completionTokens: budget.unanswered_completion_tokens,
    costMicroUsd: budget.unanswered_cost_micro_usd,
    reasons,
  };
}
