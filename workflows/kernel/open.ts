/** Opens a run of an experiment: from its start, or from the cursor of the run before. */
import { CancellationScope, defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Caps, Progress, ResultRef, RoundRef, Start } from '../../domain/experiment.ts';
import type { Delivery } from '../../domain/flow.ts';
import type { Json } from '../../domain/json.ts';
import { DELIVER, PROGRESS, SET_BUDGET, SIGNALS } from '../../domain/queues.ts';
import { activitiesOf, type Activities, type Collect } from './activities.ts';
import { capsProblem, hasRoom } from './budget.ts';
import { adopt, deliver, tell } from './children.ts';
import { effectOf, type Message } from './control.ts';
import { checkVersion, type Cursor } from './cursor.ts';
import { close } from './ending.ts';
import { fanOut } from './fan-out.ts';
import { flow, type Child, type Flow } from './flow.ts';
import { iterate } from './iterate.ts';
import { renew } from './notice.ts';
import { progressOf } from './progress.ts';
import { nextRound } from './round.ts';
import { capReached, runState, stateOf, tryAgain, wallMs, type RunState } from './run-state.ts';
import { step } from './step.ts';

/** What a family's protocol is written in. */
export interface Run {
  readonly activities: Activities;
  /** True where `stop` cut the collection short: the report is on what is there. */
  readonly partial: boolean;
  /**
   * The round after one that is finished, or the first; undefined where nothing more is asked. After a continue-as-new, the one
   * that was under way.
   */
  round(before?: RoundRef): Promise<RoundRef | undefined>;
  /** Collects all shards of all lanes of a round, each lane's window in flight at most. Returns the round. */
  fanOut(round: RoundRef, collect: Collect): Promise<RoundRef>;
  /** A loop that outlives a run: {@link iterate}. */
  iterate<S extends Json>(
    name: string,
    first: S,
    body: (state: S, index: number) => Promise<S | undefined>,
  ): Promise<S>;
  /** Children that outlive a run: {@link Flow}. @param window of them that are open at once */
  flow<S>(name: string, window: number, child: Child<S>): Flow<S>;
  /** Runs `f` once in the experiment's life; later runs get its reference out of the cursor. */
  step(name: string, f: () => Promise<ResultRef>): Promise<ResultRef>;
  /** The last line of a protocol: records how the experiment ended and returns its result. */
  close(result: ResultRef): Promise<ResultRef>;
}

/** The first line of a protocol. Sets the handlers of signals, update and query. */
export function open(start: Start, cursor?: Cursor): Run {
  checkVersion(start, cursor);
  const run = runState(start, activitiesOf(start), cursor);
  listen(run);
  void CancellationScope.nonCancellable(async () => {
    adopt(run);
  });
  // Cancelling is stopping: what is in flight finishes and the report is written, so nothing of ours is cancelled.
  const safe = <T>(f: () => Promise<T>): Promise<T> => CancellationScope.nonCancellable(f);
  return {
    activities: run.activities,
    get partial() {
      return run.partial;
    },
    round: (before) => safe(() => nextRound(run, before)),
    fanOut: (round, collect) => safe(() => fanOut(run, round, collect)),
    iterate: (name, first, body) => safe(() => iterate(run, name, first, body)),
    flow<S>(name: string, window: number, child: Child<S>): Flow<S> {
      const { take, end } = flow(run, name, window, child);
      return { take: (count, startOf) => safe(() => take(count, startOf)), end: () => safe(end) };
    },
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
  setHandler(defineSignal<[Delivery]>(DELIVER), (delivery) => {
    deliver(run, delivery);
  });
  setHandler(defineQuery<Progress>(PROGRESS), () => progressOf(run));
  CancellationScope.current().cancelRequested.catch(() => {
    run.isCancelled = true;
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
  tell(run);
  renew(run);
}

/** Caps that are named replace those in force, the others stay. Goes on by itself where the budget held it up. */
function setBudget(run: RunState, caps: Caps): Caps {
  run.caps = { ...run.caps, ...caps };
  run.budgets += 1;
  const cap = capReached(run);
  if (cap !== undefined && hasRoom(cap, run.caps, run.spend, wallMs(run))) tryAgain(run);
  tell(run);
  renew(run);
  return run.caps;
}

/** @throws Error that the sender reads */
function checkCaps(caps: unknown): void {
  const problem = capsProblem(caps);
  if (problem !== undefined) throw new Error(`${problem}. The budget in force stays as it is.`);
}
