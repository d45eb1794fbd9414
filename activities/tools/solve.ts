/** The exact solver, with a thread for what may take for ever. */
import type { NonlinearAnswer, NonlinearSolver } from '../../methods/equations/nonlinear.ts';
import { solve } from '../../methods/equations/solve.ts';
import type { Solution } from '../../methods/equations/solution.ts';
import { KillableThread, type KillableLimits } from '../../services/compute/killable.ts';

export interface Solver {
  /** @param question the question that the statements are for; without it, numerals are looked for in the text */
  solve(text: string, question?: string): Promise<Solution>;
  /** Ends the thread. */
  close(): Promise<void>;
}

/** Of one problem, its nonlinear rests and what was calculated before them together. */
const PROBLEM_MILLISECONDS = 1000;
const LIMITS: KillableLimits = {
  startMilliseconds: 60_000,
  taskMilliseconds: PROBLEM_MILLISECONDS,
  heapMiB: 256,
};

/**
 * Affine systems, and what exact methods reach beyond, are solved in-process; the nonlinear rest in a worker thread,
 * which starts with the first one and is killed when the problem takes longer than a second. Waiting for another
 * problem's rest, or for a thread to start, does not count.
 *
 * @param entry the module that the thread runs; another one in tests
 */
export function openSolver(entry: URL = new URL('./solve-entry.ts', import.meta.url)): Solver {
  const thread = new KillableThread(entry, LIMITS);
  return {
    solve(text, question) {
      const nonlinear = withinOneProblem(thread);
      return solve(text, question === undefined ? { nonlinear } : { nonlinear, question });
    },
    close: () => thread.close(),
  };
}

/** Takes what one problem has used of its second from what its next rest may take. */
function withinOneProblem(thread: KillableThread): NonlinearSolver {
  const start = performance.now();
  let left: number | undefined;
  return async (system) => {
    // What comes before the first rest is one piece, which nothing interrupts.
    left ??= PROBLEM_MILLISECONDS - (performance.now() - start);
    if (left <= 0) return { kind: 'timed-out' };
    const ended = await thread.run<NonlinearAnswer>('nonlinear', system, left);
    switch (ended.kind) {
      case 'result':
        left -= ended.milliseconds;
        return ended.result;
      case 'timed-out':
        left = 0;
        return { kind: 'timed-out' };
      case 'died':
        return { kind: 'nothing' };
    }
  };
}
