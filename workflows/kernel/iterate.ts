/** A loop that outlives a run: its state and its number are in the cursor, and an iteration that was cut off is begun again. */
import type { Json } from '../../domain/json.ts';
import { continueRun } from './ending.ts';
import { isLong, type RunState } from './run-state.ts';
import { boundary } from './step.ts';

/** Where a loop is. */
export interface Iteration {
  readonly index: number;
  readonly state: Json;
  readonly over: boolean;
}

/**
 * Calls `body` with the state and the number of the iteration until it returns undefined, or the experiment is stopped
 * (`run.partial`).
 *
 * @param body done again from its beginning where a run ended in the middle of it: what it does but for `take` must be fit for that
 * @returns the last state
 */
export async function iterate<S extends Json>(
  run: RunState,
  name: string,
  first: S,
  body: (state: S, index: number) => Promise<S | undefined>,
): Promise<S> {
  if (run.iterating !== undefined)
    throw new RangeError(`the loop '${name}' lies within the loop '${run.iterating}'`);
  for (;;) {
    const { index, state, over } = run.iterations[name] ?? { index: 0, state: first, over: false };
    if (over) return state as S;
    if (isLong(run)) await continueRun(run);
    await boundary(run);
    if (run.stopping) {
      run.partial = true;
      return state as S;
    }
    run.phase = name;
    run.iterating = name;
    run.read = {};
    const next = await body(state as S, index);
    run.iterating = undefined;
    const now: Iteration =
      next === undefined ? { index, state, over: true } : { index: index + 1, state: next, over: false };
    run.iterations = { ...run.iterations, [name]: now };
    run.flows = Object.fromEntries(
      Object.entries(run.flows).map(([flow, state]) => [flow, { ...state, handed: [] }]),
    );
  }
}
