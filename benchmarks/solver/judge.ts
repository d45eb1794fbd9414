/** Whether what the solver says of a generated problem is what its construction says. */
import type { Solution, SolvedAnswer } from '../../methods/equations/solution.ts';
import type { Expected, Problem, Value } from './generated/problem.ts';

export interface Judged {
  readonly right: boolean;
  /** The worst that a solver can do: a value that is wrong, under a status that says it is the one. */
  readonly wrongValue: boolean;
}

const TOLERANCE = 1e-9;

export function judge({ expected }: Problem, solution: Solution): Judged {
  const right = solution.status === expected.status && detailsFit(expected, solution);
  const claims = solution.status === 'solved' || solution.status === 'filtered';
  return { right, wrongValue: claims && !right };
}

function detailsFit(expected: Expected, solution: Solution): boolean {
  switch (expected.status) {
    case 'solved':
    case 'filtered':
    case 'ambiguous':
      return 'answers' in solution && sameAnswers(expected.answers, solution.answers);
    case 'underdetermined':
      return (
        solution.status === 'underdetermined' &&
        solution.free.length > 0 &&
        solution.free.every((name) => expected.free.includes(name))
      );
    case 'contradictory': {
      if (solution.status !== 'contradictory') return false;
      const { conflicts } = solution;
      if (expected.conflicts !== undefined) return String(conflicts) === String(expected.conflicts);
      return conflicts.length > 0 && (expected.among === undefined || conflicts.includes(expected.among));
    }
    case 'unparsable':
      return true;
  }
}

function sameAnswers(expected: readonly Value[], given: readonly SolvedAnswer[]): boolean {
  return (
    expected.length === given.length &&
    expected.every(({ value, exact }, index) => {
      const answer = given[index];
      if (answer === undefined || answer.exact !== exact) return false;
      return Math.abs(answer.value - value) <= TOLERANCE * Math.max(1, Math.abs(value));
    })
  );
}
