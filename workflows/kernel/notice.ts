/** What is seen from outside, renewed after every change: the run card, the columns, the store. */
import {
  ActivityFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  setCurrentDetails,
} from '@temporalio/workflow';
import { PAUSING } from '../../domain/experiment.ts';
import { bookLines, showColumns } from './lab-book.ts';
import { inFlight } from './next-move.ts';
import { progressOf } from './progress.ts';
import { runCard } from './run-card.ts';
import { setClock, stateOf, wallMs, type RunState } from './run-state.ts';

/** Says that something changed: whoever waits looks again, and so does whoever watches. */
export function renew(run: RunState): void {
  run.revision += 1;
  setClock(run);
  setCurrentDetails(runCard(run.start, progressOf(run), bookLines(), wallMs(run), Date.now()));
  showColumns(run);
  if (!run.isRecording) void CancellationScope.nonCancellable(() => record(run));
}

/** Resolves with the next change. */
export async function change(run: RunState): Promise<void> {
  const seen = run.revision;
  await condition(() => run.revision !== seen);
}

/** Whether something changed within so many milliseconds; a durable timer. */
export async function changeWithin(run: RunState, milliseconds: number): Promise<boolean> {
  const seen = run.revision;
  return condition(() => run.revision !== seen, milliseconds);
}

/** Resolves when nothing is under way that the end of this run would lose. */
export async function quiet(run: RunState): Promise<void> {
  await condition(
    () =>
      !run.isRecording &&
      isRecorded(run) &&
      run.figuresAsked === 0 &&
      run.messages === 0 &&
      allHandlersFinished(),
  );
}

/** One writer at a time, and only the latest state: an older one must never overwrite it. */
async function record(run: RunState): Promise<void> {
  run.isRecording = true;
  while (!isRecorded(run)) {
    const note = noteOf(run);
    try {
      await run.activities.recordState(note.state, note.detail, { wallMs: wallMs(run), caps: run.caps });
    } catch (error) {
      // Only a fault comes here (another home, say), and the next shard or step will meet the same one.
      if (!(error instanceof ActivityFailure)) throw error;
    }
    run.recorded = note;
  }
  run.isRecording = false;
}

function isRecorded(run: RunState): boolean {
  const note = noteOf(run);
  return (
    run.recorded?.state === note.state &&
    run.recorded.detail === note.detail &&
    (run.recorded.budgets ?? 0) === note.budgets
  );
}

function noteOf(run: RunState): NonNullable<RunState['recorded']> {
  const state = stateOf(run);
  const { budgets } = run;
  if (run.end !== undefined) return { ...run.end, budgets };
  if (state === 'blocked') return { state, detail: progressOf(run).blocked ?? '', budgets };
  return { state, detail: isPausing(run) ? PAUSING : '', budgets };
}

/** Paused, and what was sent before is not back yet. */
function isPausing(run: RunState): boolean {
  if (stateOf(run) !== 'paused') return false;
  return run.collection !== undefined && inFlight(run.collection.fanOut) > 0;
}
