/** Opens a run of an experiment: from its start, or from the cursor of the run before. */
import {
  CancellationScope,
  defineQuery,
  defineSignal,
  defineUpdate,
  patched,
  setHandler,
} from '@temporalio/workflow';
import type { Caps, Lane, Progress, ResultRef, Start } from '../../domain/experiment.ts';
import { PROGRESS, SET_BUDGET, SIGNALS } from '../../domain/queues.ts';
import { activitiesOf, type Activities } from './activities.ts';
import { capsProblem, hasRoom } from './budget.ts';
import { effectOf, type Message } from './control.ts';
import { checkCursor, type Cursor } from './cursor.ts';
import { close } from './ending.ts';
import { fanOut, type Collect } from './fan-out.ts';
import { renew } from './notice.ts';
import { progressOf } from './progress.ts';
import { capReached, runState, stateOf, tryAgain, wallMs, type RunState } from './run-state.ts';
import { step } from './step.ts';

/** What a family's protocol is written in. */
export interface Run {
  readonly activities: Activities;
  /** True where `stop` cut the collection short: the report is on what is there. */
  readonly partial: boolean;
  /** Collects all shards of all lanes, each lane's window in flight at most. */
  fanOut(name: string, lanes: readonly Lane[], collect: Collect): Promise<void>;
  /** Runs `f` once in the experiment's life; later runs get its reference out of the cursor. */
  step(name: string, f: () => Promise<ResultRef>): Promise<ResultRef>;
  /** The last line of a protocol: records how the experiment ended and returns its result. */
  close(result: ResultRef): Promise<ResultRef>;
}

/** The first line of a protocol. Sets the handlers of signals, update and query. */
export function open(start: Start, cursor?: Cursor): Run {
  const run = runState(start, activitiesOf(start), cursor === undefined ? undefined : checkCursor(cursor));
  listen(run);
  // Cancelling is stopping: what is in flight finishes and the report is written, so nothing of ours is cancelled.
  const safe = <T>(f: () => Promise<T>): Promise<T> => CancellationScope.nonCancellable(f);
  return {
    activities: run.activities,
    get partial() {
      return run.partial;
    },
    fanOut: (name, lanes, collect) => safe(() => fanOut(run, name, lanes, collect)),
    step: (name, f) => safe(() => step(run, name, f)),
    close: (result) => safe(() => close(run, result)),
  };
}

function listen(run: RunState): void {
  for (const message of Object.keys(SIGNALS) as Message[]) {
    setHandler(defineSignal(SIGNALS[message]), () => {
      obey(run, message);
    });
  }
  setHandler(defineUpdate<Caps, [Caps]>(SET_BUDGET), (caps) => setBudget(run, caps), {
    validator: checkCaps,
  });
  setHandler(defineQuery<Progress>(PROGRESS), () => progressOf(run));
  CancellationScope.current().cancelRequested.catch(() => {
    obey(run, 'stop');
  });
}

function obey(run: RunState, message: Message): void {
  switch (effectOf(stateOf(run), message)) {
    case 'pause':
      run.paused = true;
      break;
    case 'resume':
      run.paused = false;
      break;
    case 'stop':
      run.stopping = true;
      break;
    case 'try-again':
      run.trials += 1;
      tryAgain(run);
      break;
    case 'nothing':
      return;
  }
  renew(run);
}

/** Caps that are named replace those in force, the others stay. Goes on by itself where the budget held it up. */
function setBudget(run: RunState, caps: Caps): Caps {
  run.caps = { ...run.caps, ...caps };
  // Histories from before the store was told of caps go on as they began.
  if (patched('caps-are-recorded')) run.budgets += 1;
  const cap = capReached(run);
  if (cap !== undefined && hasRoom(cap, run.caps, run.spend, wallMs(run))) tryAgain(run);
  renew(run);
  return run.caps;
}

/** @throws Error that the sender reads */
function checkCaps(caps: unknown): void {
  const problem = capsProblem(caps);
  if (problem !== undefined) throw new Error(`${problem}. The budget in force stays as it is.`);
}
