/**
 * A bound on what one problem may cost, counted in steps of exact arithmetic and not in seconds: the same input ends
 * the same way on every machine. Everything here is synchronous, so that one counter is enough.
 */

/** What is beyond a limit of the solver, whatever time it had. */
export class TooLarge extends Error {
  override readonly name: string = 'TooLarge';
}

/** What would take too long: the steps of this problem are used up. */
export class OutOfSteps extends TooLarge {
  override readonly name = 'OutOfSteps';
}

let left = Number.POSITIVE_INFINITY;

/** @throws OutOfSteps when the calculation under way has used up its steps */
export function spend(steps: number): void {
  left -= steps;
  if (left < 0) throw new OutOfSteps('exact arithmetic would take too long');
}

/** Steps that several calculations share. */
export interface Budget {
  left: number;
}

/** Runs a synchronous calculation that may take so many steps; a bound around it holds too. */
export function withinSteps<Result>(steps: number, calculate: () => Result): Result {
  return withinBudget({ left: steps }, calculate);
}

/** Runs a synchronous calculation on what is left of a budget, and takes from it what that used. */
export function withinBudget<Result>(budget: Budget, calculate: () => Result): Result {
  const outer = left;
  const allowed = Math.min(budget.left, outer);
  left = allowed;
  try {
    return calculate();
  } finally {
    const used = allowed - Math.max(0, left);
    budget.left -= used;
    left = outer - used;
  }
}
