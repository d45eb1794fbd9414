/** What a method asked for, and for each problem that it solved. Tokens and calls are counted with those from the memo. */
import type { SettledCell } from './graded-cells.ts';
import type { UsageResult } from './result.ts';

export function usageOf(cells: readonly SettledCell[]): UsageResult {
  const sum = (of: 'calls' | 'promptTokens' | 'completionTokens'): number =>
    cells.reduce((total, { outcome }) => total + outcome[of], 0);
  const solved = cells.filter(({ grades }) => grades.published).length;
  const totals = {
    calls: sum('calls'),
    promptTokens: sum('promptTokens'),
    completionTokens: sum('completionTokens'),
  };
  return {
    cells: cells.length,
    solved,
    ...totals,
    perSolved:
      solved === 0
        ? null
        : {
            calls: totals.calls / solved,
            promptTokens: totals.promptTokens / solved,
            completionTokens: totals.completionTokens / solved,
          },
  };
}
