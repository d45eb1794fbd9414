/** Rows of the store as an analysis reads them: in the study's order, never in the order of settling. */
import type { CellRecord } from '../domain/store.ts';
import { threadsOf } from './block.ts';
import type { CellResult, Study } from './family.ts';

export function cellResults(study: Study, rows: readonly CellRecord[]): CellResult[] {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const results: CellResult[] = [];
  for (const thread of threadsOf(study.blocks)) {
    for (const { key } of thread) {
      const row = byKey.get(key);
      if (row === undefined) continue;
      if (row.status === 'settled' && row.outcome !== null) {
        results.push({ key, kind: 'settled', outcome: row.outcome });
      } else {
        results.push({ key, kind: 'missing', missingClass: row.missingClass ?? 'endpoint' });
      }
    }
  }
  return results;
}
