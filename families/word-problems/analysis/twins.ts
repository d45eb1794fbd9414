/** Whether a method is as good at problems with other numbers: the control for answers that were learnt by heart. */
import { byProblem, type ByProblem, type Figures } from './figures.ts';
import type { SettledCell } from './graded-cells.ts';
import type { TwinResult } from './result.ts';

/**
 * Paired by problem, as published. A problem with several twins counts once, with their mean.
 *
 * @param cells settled ones of originals and twins
 * @returns null where the study has no twins of settled problems
 */
export function twinsOf(cells: readonly SettledCell[], figures: Figures): TwinResult | null {
  const isRight = ({ grades }: SettledCell): boolean => grades.published;
  const originals = byProblem(
    cells.filter(({ problem }) => problem.twinOf === null),
    ({ problem }) => problem.id,
    isRight,
  );
  const twins = byProblem(
    cells.filter(({ problem }) => problem.twinOf !== null),
    ({ problem }) => problem.twinOf ?? problem.id,
    isRight,
  );
  const [original, twin] = [pairedWith(originals, twins), pairedWith(twins, originals)];
  if (original.size === 0) return null;
  return {
    pairs: original.size,
    original: figures.share(original),
    twin: figures.share(twin),
    difference: figures.difference(original, twin),
  };
}

function pairedWith(ones: ByProblem, others: ByProblem): ByProblem {
  return new Map([...ones].filter(([problem]) => others.has(problem)));
}
