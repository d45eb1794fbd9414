/** The three ways in which one run of a workflow ends. */
import { ApplicationFailure, continueAsNew } from '@temporalio/workflow';
import type { ResultRef, Start } from '../../domain/experiment.ts';
import { endChildren } from './children.ts';
import type { Cursor } from './cursor.ts';
import { FAULT } from './failure.ts';
import { endCancelled, noteEnd } from './lab-book.ts';
import { quiet, renew } from './notice.ts';
import { cursorOf, type RunState } from './run-state.ts';

/** The experiment is at its end, with its report. @throws CancelledFailure where it was cancelled, which is stopping */
export async function close(run: RunState, result: ResultRef): Promise<ResultRef> {
  await endChildren(run);
  run.end = { state: run.partial ? 'stopped' : 'completed', detail: result.headline ?? '' };
  renew(run);
  noteEnd(run);
  await quiet(run);
  endCancelled(run);
  return result;
}

/**
 * A fault ends the experiment. One that was being stopped is stopped all the same: there was too little for a report.
 * @throws ApplicationFailure, or CancelledFailure where it was cancelled
 */
export async function fail(run: RunState, why: string): Promise<never> {
  await endChildren(run);
  run.end = run.stopping
    ? { state: 'stopped', detail: `Stopped without a report: ${why}` }
    : { state: 'failed', detail: why };
  renew(run);
  noteEnd(run);
  await quiet(run);
  endCancelled(run);
  throw ApplicationFailure.nonRetryable(run.end.detail, run.stopping ? 'Stopped' : FAULT);
}

/**
 * Starts the same workflow with an empty history, from the cursor. No activity may be in flight: its result would be lost. Children
 * go on, and say their last word to the next run.
 */
export async function continueRun(run: RunState): Promise<never> {
  await quiet(run);
  return continueAsNew<(start: Start, cursor: Cursor) => Promise<ResultRef>>(run.start, cursorOf(run));
}
