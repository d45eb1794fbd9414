/** The settled cells of a study as its page shows them. */
import type { ListedContext } from './context.ts';
import { type GradableStudy, gradedOf } from '../analysis/graded.ts';
import { gradedCells, isSettled, type SettledCell } from '../analysis/graded-cells.ts';
import type { StudyNotice } from '../../family.ts';
import type { WordProblemsSpec } from '../spec.ts';

/** What the page needs of the study. */
export interface ReportedStudy extends GradableStudy {
  readonly spec: WordProblemsSpec;
  /** What was known before anything was asked; none if absent. */
  readonly notices?: readonly StudyNotice[];
}

/** All settled cells, twins among them, in the study's order. */
export function settledCells(study: ReportedStudy, context: ListedContext): readonly SettledCell[] {
  return gradedCells(gradedOf(study), context.cells).filter(isSettled);
}

/** Cells that our machinery lost, counted by method and class, in the study's order. */
export interface LostCells {
  readonly method: string;
  readonly missingClass: string;
  readonly cells: number;
}

export function lostCells({ cells }: ReportedStudy, context: ListedContext): readonly LostCells[] {
  const lost = new Map(
    context.cells.flatMap((cell) =>
      cell.kind === 'missing' ? [[cell.key, cell.missingClass] as const] : [],
    ),
  );
  const counts = new Map<string, { method: string; missingClass: string; cells: number }>();
  for (const { key, method } of cells) {
    const missingClass = lost.get(key);
    if (missingClass === undefined) continue;
    const name = JSON.stringify([method, missingClass]);
    const count = counts.get(name) ?? { method, missingClass, cells: 0 };
    counts.set(name, { ...count, cells: count.cells + 1 });
  }
  return [...counts.values()];
}

/** What a cell came to, in the words of the page. */
export type Verdict = 'right' | 'scale miss' | 'wrong' | 'no answer';

export const VERDICTS: readonly Verdict[] = ['right', 'scale miss', 'wrong', 'no answer'];

/** As published: an answer that only a wider or a narrower standard takes for right is wrong here. */
export function verdictOf({ grades, outcome }: SettledCell): Verdict {
  if (grades.published) return 'right';
  if (outcome.answers.length === 0) return 'no answer';
  return grades.scaleMiss ? 'scale miss' : 'wrong';
}
