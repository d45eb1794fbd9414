/** Judgments of a small study, made by a formula. */
import { cellsIn, threadsOf } from '../../../families/block.ts';
import type { CellResult } from '../../../families/family.ts';
import type { JudgmentCell } from '../../../families/worksheets/cells.ts';
import type { JudgmentOutcome } from '../../../families/worksheets/outcome.ts';
import type { WorksheetStudy } from '../../../families/worksheets/study.ts';

export function outcome(probability: number | null): JudgmentOutcome {
  const read = probability === null ? { groups: 0, sum: 0 } : { groups: 1, sum: probability };
  return {
    status: probability === null ? 'unparsed' : 'ok',
    probability,
    ...read,
    ...{ calls: 1, promptTokens: 10, completionTokens: 3 },
  };
}

/** @param judge of a cell: its number, none, or `missing` where the machinery lost it */
export function judgedBy(
  study: WorksheetStudy,
  judge: (cell: JudgmentCell) => number | null | 'missing',
): CellResult[] {
  return [...cellsIn(threadsOf(study.blocks))].map((cell): CellResult => {
    const said = judge(cell);
    return said === 'missing'
      ? { key: cell.key, kind: 'missing', missingClass: 'endpoint' }
      : { key: cell.key, kind: 'settled', outcome: outcome(said) };
  });
}
