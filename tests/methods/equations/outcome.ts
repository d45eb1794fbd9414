/** Outcomes of the solver as one line, so that a table of them can be read. */
import { solve } from '../../../methods/equations/solve.ts';
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

/** What comes of a text. */
export function exactly(text: string): string {
  return show(solve(text));
}

/** What one expression comes to: `6`, `~1.4142135623730951`, or the status with its reason. */
export function valueOf(expression: string): string {
  const solution = solve(`[[answer ${expression}]]`);
  const shown = show(solution);
  return shown.startsWith('solved ') ? shown.slice('solved '.length) : shown;
}
