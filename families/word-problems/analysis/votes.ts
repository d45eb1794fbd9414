/** What comes of having methods agree. */
import { byProblem, type Figures } from './figures.ts';
import type { GradedMethod } from './graded.ts';
import type { SettledCell } from './graded-cells.ts';
import type { VoteResult } from './result.ts';

/**
 * @param others settled cells of every method of the study, by name
 * @returns null for a method that is no vote
 */
export function voteOf(
  { of }: GradedMethod,
  cells: readonly SettledCell[],
  others: ReadonlyMap<string, readonly SettledCell[]>,
  figures: Figures,
): VoteResult | null {
  if (of === null) return null;
  const came = (status: string): SettledCell[] => cells.filter(({ outcome }) => outcome.status === status);
  const [agreed, escalated, abstained] = [came('agreed'), came('escalated'), came('abstained')];
  const answered = cells.filter(({ outcome }) => outcome.answers.length > 0);
  const idOf = ({ problem }: SettledCell): string => problem.id;
  return {
    of,
    cells: cells.length,
    agreed: agreed.length,
    agreedRight: rightOf(agreed),
    escalated: escalated.length,
    escalatedRight: rightOf(escalated),
    abstained: abstained.length,
    other: cells.length - agreed.length - escalated.length - abstained.length,
    coverage: figures.share(byProblem(cells, idOf, ({ outcome }) => outcome.answers.length > 0)),
    precision: figures.precision(byProblem(answered, idOf, ({ grades }) => grades.published)),
    anyRight: anyRight(of, cells, others, figures),
  };
}

/** At least one of the voting methods is right: over the vote's cells where all of them are settled. */
function anyRight(
  of: readonly string[],
  cells: readonly SettledCell[],
  others: ReadonlyMap<string, readonly SettledCell[]>,
  figures: Figures,
): VoteResult['anyRight'] {
  const members = of.map((name) => others.get(name));
  if (members.some((member) => member === undefined)) return null;
  const places = members.map((member) => new Map((member ?? []).map((cell) => [placeOf(cell), cell])));
  const compared = cells.filter((cell) => places.every((place) => place.has(placeOf(cell))));
  return figures.share(
    byProblem(
      compared,
      ({ problem }) => problem.id,
      (cell) => places.some((place) => place.get(placeOf(cell))?.grades.published === true),
    ),
  );
}

/** The problem and the run, whatever the method. */
export function placeOf({ cell }: SettledCell): string {
  return JSON.stringify([cell.problem, cell.seed, cell.replicate]);
}

function rightOf(cells: readonly SettledCell[]): number {
  return cells.filter(({ grades }) => grades.published).length;
}
