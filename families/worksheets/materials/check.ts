/** Worked solutions against the exact solver: a worksheet that teaches a wrong answer is refused before anything is asked. */
import { UserError } from '../../../domain/errors.ts';
import { solve } from '../../../methods/equations/solve.ts';
import type { Solution } from '../../../methods/equations/solution.ts';
import type { Problem } from './material.ts';

/** Answers agree within half a unit of the third decimal. */
const TOLERANCE = 5e-4;

/** The line of a solution that states its answer: `Answer: 12 tickets`. */
const ANSWER = /^answer:[^\d\n-]*(-?\d[\d,]*(?:\.\d+)?)/im;

/** The numeral of a solution's line `Answer: ...`, as it is written; null where there is none. */
export function answerNumeral({ solution }: Pick<Problem, 'solution'>): string | null {
  return solution === null ? null : (ANSWER.exec(solution)?.[1] ?? null);
}

/**
 * Solves the statements of each problem that has them, and compares with the answer of its worked solution.
 *
 * @returns how many were checked
 * @throws UserError for the first that differs, or whose statements give no answer
 */
export function checkSolutions(problems: readonly Problem[]): number {
  const checked = problems.filter(({ statements }) => statements !== null);
  for (const problem of checked) checkOne(problem);
  return checked.length;
}

function checkOne(problem: Problem): void {
  const { name, place, question, statements } = problem;
  const numeral = answerNumeral(problem);
  if (numeral === null) {
    throw new UserError(`the solution of '${name}' states no answer`, {
      place,
      remedy: 'Its last line is "Answer: " with a number; or take the statements out, and it is not checked.',
    });
  }
  const solved = solve(statements ?? '', { question });
  const answer = answerOf(solved);
  if (answer === undefined) {
    throw new UserError(`the statements of '${name}' are ${solved.status}`, {
      place,
      remedy: 'They need one [[answer ...]] with one value; `./holdfast solve` says more.',
    });
  }
  const written = Number(numeral.replaceAll(',', ''));
  if (Math.abs(answer - written) <= TOLERANCE) return;
  throw new UserError(
    `the worked solution of '${name}' ends in ${numeral}, and the solver comes to ${answer}`,
    {
      place,
      remedy: 'Mend the solution or its statements: a wrong example would be taught as a right one.',
    },
  );
}

function answerOf(solution: Solution): number | undefined {
  if (solution.status !== 'solved' && solution.status !== 'filtered') return undefined;
  return solution.answers.length === 1 ? solution.answers[0]?.value : undefined;
}
