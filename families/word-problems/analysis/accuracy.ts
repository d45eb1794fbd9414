/** How many problems a method solves, in all and by section, and how far missing cells could move that. */
import { variance } from '../../../methods/statistics/mean.ts';
import { byProblem, type ByProblem, type Figures } from './figures.ts';
import type { GradedCell, SettledCell } from './graded-cells.ts';
import { isSettled } from './graded-cells.ts';
import type { ByGrade, GradeKind, SectionResult, Share } from './result.ts';

export function byGrade<T>(figure: (kind: GradeKind) => T): ByGrade<T> {
  return { published: figure('published'), exact: figure('exact'), tolerant: figure('tolerant') };
}

/** Right or wrong by problem, of settled cells. */
export function rightBy(cells: readonly SettledCell[], kind: GradeKind): ByProblem {
  return byProblem(
    cells,
    ({ problem }) => problem.id,
    ({ grades }) => grades[kind],
  );
}

export function accuracyOf(cells: readonly SettledCell[], figures: Figures): ByGrade<Share> {
  return byGrade((kind) => figures.share(rightBy(cells, kind)));
}

/** Accuracy of all planned cells with every missing one wrong, and with every one right; null where none is missing. */
export function boundsOf(cells: readonly GradedCell[]): ByGrade<{ low: number; high: number }> | null {
  if (cells.every(isSettled)) return null;
  return byGrade((kind) => ({
    low: meanOf(cells, (cell) => isSettled(cell) && cell.grades[kind]),
    high: meanOf(cells, (cell) => !isSettled(cell) || cell.grades[kind]),
  }));
}

/** The mean over problems of the share of their runs. */
function meanOf(cells: readonly GradedCell[], isRight: (cell: GradedCell) => boolean): number {
  const problems = [...byProblem(cells, ({ problem }) => problem.id, isRight).values()];
  const shares = problems.map((runs) => runs.filter(Boolean).length / runs.length);
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** In the order of the file; none where no problem has a section. */
export function sectionsOf(cells: readonly SettledCell[], figures: Figures): SectionResult[] {
  const sections = [...new Set(cells.map(({ problem }) => problem.section))];
  if (sections.every((section) => section === null)) return [];
  return sections.map((section) => ({
    section,
    accuracy: accuracyOf(
      cells.filter(({ problem }) => problem.section === section),
      figures,
    ),
  }));
}

/** The standard deviation over runs of the accuracy as published; null below two runs with settled cells. */
export function runDeviationOf(cells: readonly SettledCell[]): number | null {
  const runs = new Map<string, SettledCell[]>();
  for (const graded of cells) {
    const run = `${graded.cell.seed} ${graded.cell.replicate}`;
    const known = runs.get(run);
    if (known === undefined) runs.set(run, [graded]);
    else known.push(graded);
  }
  if (runs.size < 2) return null;
  const accuracies = [...runs.values()].map(
    (run) => run.filter(({ grades }) => grades.published).length / run.length,
  );
  return Math.sqrt(variance(accuracies, 'sample'));
}

/** Problems whose several golds come in any order; null without any. */
export function severalGoldOf(cells: readonly SettledCell[], figures: Figures): ByGrade<Share> | null {
  const several = cells.filter(({ problem }) => problem.gold.length > 1);
  return several.length === 0 ? null : accuracyOf(several, figures);
}
