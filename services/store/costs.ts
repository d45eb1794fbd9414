/** What completions cost: read from the ledger, where every paid call has its line. */
import { sql } from 'kysely';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import type { CompletionCost } from '../../domain/store.ts';
import { keyLists } from './batches.ts';
import { numberOf } from './numbers.ts';
import type { Database } from './tables.ts';

export async function readCosts(
  database: Database,
  id: ExperimentId,
  keys: readonly Sha256[],
): Promise<Map<Sha256, CompletionCost>> {
  const costs = new Map<Sha256, CompletionCost>();
  for (const list of keyLists([...new Set(keys)])) {
    const lines = database
      .selectFrom('ledger')
      .select(['completion', 'experiment', 'cost_micro_usd', 'sandbox_ms', 'at', 'id'])
      .where('completion', 'in', list)
      .where('unanswered', 'is', null);
    const deleted = database
      .selectFrom('deleted_ledger')
      // One of the same id that was deleted is another experiment.
      .select(['completion', sql<number>`0`.as('experiment'), 'cost_micro_usd', 'sandbox_ms', 'at', 'id'])
      .where('completion', 'in', list)
      .where('unanswered', 'is', null);
    for (const line of await lines.unionAll(deleted).orderBy('at').orderBy('id').execute()) {
      const key = line.completion as Sha256;
      const before = costs.get(key);
      const isCall = line.sandbox_ms === null;
      const own = line.experiment === numberOf(id) && isCall;
      costs.set(key, {
        kind: isCall ? 'completion' : 'program',
        costMicroUsd: before?.costMicroUsd ?? line.cost_micro_usd,
        paidCalls: (before?.paidCalls ?? 0) + (own ? 1 : 0),
        paidMicroUsd: (before?.paidMicroUsd ?? 0) + (own ? line.cost_micro_usd : 0),
      });
    }
  }
  return costs;
}
