/** Outcomes of the solver as one line, so that a table of them can be read. */
import { solveNonlinear } from '../../../methods/equations/nonlinear.ts';
import { solve, solveAffine } from '../../../methods/equations/solve.ts';
import type { Solution } from '../../../methods/equations/solution.ts';

/** `solved 5`, `ambiguous -3, 3`, `underdetermined x, y`, `contradictory 0, 2`, `unparsable 1:8 why`. An irrational value has a `~`. */
export function show(solution: Solution): string {
  switch (solution.status) {
    case 'solved':
    case 'filtered':
    case 'ambiguous':
      return `${solution.status} ${solution.answers.map(({ value, exact }) => exact ?? `~${value}`).join(', ')}`;
    case 'underdetermined':
      return `underdetermined ${solution.free.join(', ')}`;
    case 'contradictory':
      return `contradictory ${solution.conflicts.join(', ')}`;
    case 'unparsable':
      return `unparsable ${solution.position.line}:${solution.position.column} ${solution.message}`;
    case 'unsupported':
    case 'timed-out':
      return `${solution.status} ${solution.message}`;
  }
}

/** The algebra system in this thread. */
export function solveHere(text: string, question?: string): Promise<Solution> {
  const nonlinear = async (
    system: Parameters<typeof solveNonlinear>[0],
  ): Promise<ReturnType<typeof solveNonlinear>> => solveNonlinear(system);
  return solve(text, question === undefined ? { nonlinear } : { nonlinear, question });
}

/** What comes of a text without the algebra system. */
export function exactly(text: string): string {
  return show(solveAffine(text));
}

/** What one expression comes to: `6`, `~1.4142135623730951`, or the status with its reason. */
export function valueOf(expression: string): string {
  const solution = solveAffine(`[[answer ${expression}]]`);
  const shown = show(solution);
  return shown.startsWith('solved ') ? shown.slice('solved '.length) : shown;
}
