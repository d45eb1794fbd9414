/** A step runs once: its reference is in the cursor from then on. */
import { workflowInfo } from '@temporalio/workflow';
import type { ResultRef } from '../../domain/experiment.ts';
import { describeOtherCode } from './blocked.ts';
import { continueRun, fail } from './ending.ts';
import { faultOf, lossOf, otherCodeOf } from './failure.ts';
import { change, renew } from './notice.ts';
import { wallTimeSpent, type RunState } from './run-state.ts';

/**
 * Runs `f` until it brings a reference.
 *
 * @throws ApplicationFailure as {@link untilDone}
 */
export async function step(run: RunState, name: string, f: () => Promise<ResultRef>): Promise<ResultRef> {
  const done = run.steps[name];
  if (done !== undefined) return done;
  const reference = await untilDone(run, name, f);
  run.steps = { ...run.steps, [name]: reference };
  run.headline = reference.headline ?? run.headline;
  return reference;
}

/**
 * Runs `f` until it brings something. Where its activity died at every attempt, or a worker of another code was asked, the
 * experiment is blocked, and tries it again on `retry`.
 *
 * @throws ApplicationFailure for a fault, or where it was stopped while blocked here
 */
export async function untilDone<T>(
  run: RunState,
  name: string,
  f: () => Promise<T>,
  phase = name,
): Promise<T> {
  run.phase = phase;
  for (;;) {
    await boundary(run);
    renew(run);
    try {
      return await f();
    } catch (error) {
      const fault = faultOf(error);
      if (fault !== undefined) return fail(run, fault);
      const files = otherCodeOf(error);
      if (files !== undefined) {
        run.block = { kind: 'code', files };
        continue;
      }
      const why = lossOf(error);
      if (why === undefined) throw error;
      run.block = { kind: 'step', step: name, why };
    }
  }
}

/** Waits here while paused or blocked. One that is being stopped goes on: its report is on what is there. */
export async function boundary(run: RunState): Promise<void> {
  for (;;) {
    if (run.stopping) {
      if (run.block?.kind === 'step') return fail(run, run.block.why);
      if (run.block?.kind === 'code') return fail(run, describeOtherCode(run.block.files));
      run.block = undefined;
      return;
    }
    if (workflowInfo().continueAsNewSuggested) return continueRun(run);
    if (!run.paused && run.block === undefined) {
      if (!wallTimeSpent(run)) return;
      run.block = { kind: 'budget', cap: 'wallMs' };
    }
    renew(run);
    await change(run);
  }
}
