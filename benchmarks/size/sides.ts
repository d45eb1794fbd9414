/** What an analysis makes of the cells before it fits anything: packed columns, and each arm's scores. */
import { answersOf } from '../../families/alignment/analysis/answers.ts';
import { armSide, peopleTotal } from '../../families/alignment/analysis/sides.ts';
import type { AlignmentStudy } from '../../families/alignment/study.ts';
import type { Cells } from '../../families/cell-results.ts';

/** @returns cells that are settled, and bytes of the scores */
export async function scoredSides(
  study: AlignmentStudy,
  cells: Cells,
): Promise<{ readonly settled: number; readonly bytes: number }> {
  const { arms, settled } = await answersOf(study, cells);
  const total = peopleTotal(study.people);
  let bytes = 0;
  for (const answers of arms)
    bytes += armSide(answers, study.spec.rules, total)?.responses.scores.byteLength ?? 0;
  return { settled, bytes };
}
