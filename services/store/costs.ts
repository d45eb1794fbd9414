/** What completions cost: read from the ledger, where every paid call has its line. */
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import type { CompletionCost } from '../../domain/store.ts';
import { keyLists } from './batches.ts';
import type { Database } from './tables.ts';

export async function readCosts(
  database: Database,
  id: ExperimentId,
  keys: readonly Sha256[],
): Promise<Map<Sha256, CompletionCost>> {
  const costs = new Map<Sha256, CompletionCost>();
  for (const list of keyLists([...new Set(keys)])) {
    const lines = await database
      .selectFrom('ledger')
      .select(['completion', 'experiment', 'cost_micro_usd'])
      .where('completion', 'in', list)
      .where('unanswered', 'is', null)
      .orderBy('at')
      .orderBy('id')
      .execute();
    for (const line of lines) {
      const key = line.completion as Sha256;
      const before = costs.get(key);
      const own = line.experiment === id;
      costs.set(key, {
        costMicroUsd: before?.costMicroUsd ?? line.cost_micro_usd,
        paidCalls: (before?.paidCalls ?? 0) + (own ? 1 : 0),
        paidMicroUsd: (before?.paidMicroUsd ?? 0) + (own ? line.cost_micro_usd : 0),
      });
    }
  }
  return costs;
}
