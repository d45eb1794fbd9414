/** The windowed fan-out: many shards, few in flight, over any number of continue-as-new. */
import type { RoundRef, ShardRef } from '../../domain/experiment.ts';
import type { Collect } from './activities.ts';
import { laterSpend } from './budget.ts';
import { continueRun, fail } from './ending.ts';
import { faultOf, lossOf, otherCodeOf } from './failure.ts';
import {
  afterOtherCode,
  afterOutcome,
  milestoneDue,
  nextMove,
  type FanOut,
  type Situation,
} from './next-move.ts';
import { change, renew } from './notice.ts';
import { afterShardBack } from './pace.ts';
import { COLLECTING } from './round.ts';
import { isLong, trialOf, wallMs, wallTimeSpent, type RunState } from './run-state.ts';
import { standStill } from './standstill.ts';

/** A round under way in this run. Its state lies in `run.collection`, where messages and the cursor find it. */
interface UnderWay {
  readonly run: RunState;
  readonly round: RoundRef;
  readonly collect: Collect;
  /** A fault, or a bug of ours: nothing more is launched. */
  failure: { readonly error: unknown } | undefined;
}

/**
 * Collects every shard of every lane of a round. Returns when all its cells are settled, or when it was stopped
 * (`run.partial`).
 *
 * @returns the same round, finished
 * @throws ApplicationFailure for a fault, when what was in flight is back
 */
export async function fanOut(run: RunState, round: RoundRef, collect: Collect): Promise<RoundRef> {
  const way: UnderWay = { run, round, collect, failure: undefined };
  if (current(way).over) return round;
  run.phase = COLLECTING;
  renew(run);
  for (;;) {
    const move = nextMove(current(way), situationOf(way));
    switch (move.kind) {
      case 'launch':
        set(way, move.fanOut);
        for (const shard of move.shards) void send(way, shard);
        break;
      case 'done':
      case 'stopped':
        run.partial ||= move.kind === 'stopped';
        run.block = undefined;
        set(way, { ...current(way), over: true });
        return round;
      case 'fail':
        return failWith(run, way.failure?.error);
      case 'continue-as-new':
        return continueRun(run);
      case 'blocked':
        await standStill(run, current(way));
        break;
      case 'wait':
        await change(run);
        break;
    }
  }
}

function current({ run, round }: UnderWay): FanOut {
  const { collection } = run;
  if (collection?.round.index !== round.index) throw new RangeError(`round ${round.index} is not under way`);
  return collection.fanOut;
}

function set({ run }: UnderWay, next: FanOut): void {
  if (run.collection !== undefined) run.collection = { ...run.collection, fanOut: next };
}

/** Has one shard collected and notes what came of it. Never throws: the loop above looks at `failure`. */
async function send(way: UnderWay, shard: ShardRef): Promise<void> {
  const { run } = way;
  try {
    const result = await way.collect(
      way.round,
      shard,
      run.caps,
      current(way).lanes[shard.lane]?.pass ?? 1,
      trialOf(run),
    );
    run.spend = laterSpend(run.spend, result.spend);
    if (result.settledNow > 0) run.probes = 0;
    set(way, afterOutcome(current(way), shard, result));
  } catch (error) {
    const otherCode = otherCodeOf(error);
    const lost = lossOf(error);
    if (otherCode !== undefined) {
      set(way, afterOtherCode(current(way), shard, otherCode));
    } else {
      if (lost === undefined || faultOf(error) !== undefined) way.failure = { error };
      set(way, afterOutcome(current(way), shard, { lost: lost ?? '', cells: cellsOfShard(way) }));
    }
  }
  run.shardsThisRun += 1;
  const lane = current(way).lanes[shard.lane];
  if (lane !== undefined) run.pace = afterShardBack(run.pace, shard.lane, lane, wallMs(run));
  const milestone = milestoneDue(current(way));
  if (milestone !== undefined) {
    set(way, milestone.fanOut);
    void askFigure(run, `at ${Math.round(100 * milestone.share)} %`);
  }
  renew(run);
}

function situationOf({ run, failure }: UnderWay): Situation {
  return {
    paused: run.paused,
    stopping: run.stopping,
    wallTimeSpent: wallTimeSpent(run),
    continueAsNew: isLong(run),
    fault: failure !== undefined,
  };
}

/** A bug of ours fails the workflow task, which is tried again with mended code; a fault fails the experiment. */
async function failWith(run: RunState, error: unknown): Promise<never> {
  const fault = faultOf(error);
  if (fault === undefined) throw error;
  return fail(run, fault);
}

/** The family's figure on what is settled so far; a card without it is a card all the same. */
async function askFigure(run: RunState, when: string): Promise<void> {
  run.figuresAsked += 1;
  try {
    const figure = await run.activities.headline(when);
    if (figure !== '') run.headline = figure;
  } catch (error) {
    if (lossOf(error) === undefined) throw error;
  } finally {
    run.figuresAsked -= 1;
    renew(run);
  }
}

/** About how many cells a shard holds: known to the plan, estimated here. */
function cellsOfShard({ round }: UnderWay): number {
  const shards = round.lanes.reduce((sum, lane) => sum + lane.shards, 0);
  return Math.max(1, Math.round(round.cells / Math.max(1, shards)));
}
