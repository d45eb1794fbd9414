/** Which statements are in each other's way: a subset that conflicts, and no longer does without any one of them. */
import { isAdmissible } from './admissible.ts';
import { investigate } from './investigate.ts';
import type { Problem } from './problem.ts';
import { TooLarge } from './work.ts';

/**
 * A minimal conflicting subset of a problem that has no admissible assignment, by deletion from the end: statements
 * that come early stay. Where that would take too long, what is not settled by then stays.
 *
 * @returns 0-based indices of statements, ascending
 */
export function minimalConflict(problem: Problem): readonly number[] {
  const kept = new Set(indicesOf(problem));
  for (const index of Array.from(kept).reverse()) {
    kept.delete(index);
    const answer = isStillContradictory(without(problem, kept));
    if (answer !== true) kept.add(index);
    if (answer === undefined) break;
  }
  return Array.from(kept).sort((a, b) => a - b);
}

/** Proved: no assignment satisfies the equations, the inequalities and the domains. */
export function isContradictory(problem: Problem): boolean {
  const { candidates, isComplete } = investigate(problem);
  return isComplete && !candidates.some((candidate) => isAdmissible(candidate, problem));
}

/** undefined: it would take too long to tell. */
function isStillContradictory(problem: Problem): boolean | undefined {
  try {
    return isContradictory(problem);
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

function indicesOf({ equations, inequalities, domains, goals }: Problem): readonly number[] {
  const indices = new Set([...equations, ...inequalities, ...domains, ...goals].map(({ index }) => index));
  return Array.from(indices).sort((a, b) => a - b);
}

function without({ equations, inequalities, domains, goals }: Problem, kept: ReadonlySet<number>): Problem {
  const isKept = ({ index }: { readonly index: number }): boolean => kept.has(index);
  return {
    equations: equations.filter(isKept),
    inequalities: inequalities.filter(isKept),
    domains: domains.filter(isKept),
    goals: goals.filter(isKept),
  };
}
