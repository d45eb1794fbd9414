/** What of a cell the figures need: a large study has more text than memory. */
import type { CellResult } from '../../family.ts';
import type { ProblemOutcome } from '../outcome.ts';
import type { GradableStudy } from './graded.ts';

/** Without what the model wrote and what was said of it, which only pages show. */
export function asGraded(result: CellResult): CellResult {
  if (result.kind !== 'settled') return result;
  const { message: _message, written: _written, ...outcome } = result.outcome as ProblemOutcome;
  return { ...result, outcome };
}

/** Those of the method that the headline is on, as `asGraded`. */
export function ofPrimary({ methods }: GradableStudy): (result: CellResult) => CellResult | undefined {
  const first = `${methods[0]?.name ?? ''}/`;
  return (result) => (result.key.startsWith(first) ? asGraded(result) : undefined);
}
