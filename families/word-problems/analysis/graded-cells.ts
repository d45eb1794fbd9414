/** Every cell of a study with its grades; what was not observed has none. */
import { type Indexed, indexed } from '../../../domain/indexed.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type Answered, type Grades, grade } from '../../../methods/grading/grade.ts';
import type { CellResult } from '../../family.ts';
import type { ProblemCell } from '../cells.ts';
import type { ProblemOutcome } from '../outcome.ts';
import type { Problem } from '../problems/problem.ts';
import type { Graded } from './graded.ts';

export type GradedCell =
  | {
      readonly kind: 'settled';
      readonly cell: ProblemCell;
      readonly problem: Problem;
      readonly outcome: ProblemOutcome;
      readonly grades: Grades;
    }
  | {
      readonly kind: 'missing';
      readonly cell: ProblemCell;
      readonly problem: Problem;
      /** `not asked` where an experiment was stopped before. */
      readonly missingClass: string;
    };

export type SettledCell = Extract<GradedCell, { kind: 'settled' }>;

const NOT_ASKED = 'not asked';

/** All cells, in the study's order. */
export function gradedCells(graded: Graded, results: readonly CellResult[]): GradedCell[] {
  const problems = new Map(graded.problems.map((problem) => [problem.id, problem]));
  const byKey = new Map(results.map((result) => [result.key, result]));
  return [...graded.cells].flatMap((cell): GradedCell[] => {
    const problem = problems.get(cell.problem);
    if (problem === undefined) return [];
    const result = byKey.get(cell.key);
    if (result?.kind !== 'settled')
      return [{ kind: 'missing', cell, problem, missingClass: result?.missingClass ?? NOT_ASKED }];
    const outcome = result.outcome as ProblemOutcome;
    return [{ kind: 'settled', cell, problem, outcome, grades: gradeOutcome(outcome, problem) }];
  });
}

/**
 * The grades of what a cell came to. `ambiguous` gives every admissible value: for one gold that is no answer, whatever
 * is among them; for several golds the values must be exactly these.
 */
export function gradeOutcome({ status, answers }: ProblemOutcome, { gold }: Problem): Grades {
  return grade(status === 'ambiguous' && gold.length === 1 ? [] : answers, gold);
}

export function isSettled(cell: GradedCell): cell is SettledCell {
  return cell.kind === 'settled';
}

/** One row a cell, for exports and for the hash of what was graded; each is made when it is asked for. */
export function gradedRows(cells: readonly GradedCell[]): Indexed<JsonObject> {
  return indexed(cells.length, (index) => rowOf(cells[index] as GradedCell));
}

function rowOf(graded: GradedCell): JsonObject {
  const { cell, problem } = graded;
  const where = {
    cell: cell.key,
    problem_id: problem.id,
    twin_of: problem.twinOf,
    section: problem.section,
    method: cell.method,
    seed: cell.seed,
    replicate: cell.replicate,
    gold: problem.gold.map(({ text }) => text).join('; '),
  };
  if (graded.kind === 'missing')
    return { ...where, status: 'missing', missing_class: graded.missingClass, ...NOTHING };
  const { outcome, grades } = graded;
  return {
    ...where,
    status: outcome.status,
    missing_class: null,
    predicted: outcome.answers.map(answerText).join('; '),
    ...{ published: grades.published, exact: grades.exact, tolerant: grades.tolerant },
    scale_miss: grades.scaleMiss,
    first_status: outcome.firstStatus ?? null,
    repairs: outcome.repairs ?? null,
    calls: outcome.calls,
    prompt_tokens: outcome.promptTokens,
    completion_tokens: outcome.completionTokens,
  };
}

const NOTHING = {
  predicted: null,
  published: null,
  exact: null,
  tolerant: null,
  scale_miss: null,
  first_status: null,
  repairs: null,
  calls: null,
  prompt_tokens: null,
  completion_tokens: null,
} as const;

function answerText({ value, exact, percent }: Answered): string {
  return `${exact ?? value}${percent === true ? '%' : ''}`;
}
