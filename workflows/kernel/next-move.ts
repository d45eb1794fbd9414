/** What a fan-out does next: one pure decision out of its lanes and the situation around it. */
import type { CapName, Lane, ShardRef } from '../../domain/experiment.ts';
import type { LaneState, ShardOutcome } from './lane.ts';
import {
  afterRefusal,
  afterRelease,
  afterShard,
  firstPass,
  isDone,
  launch,
  shardsDone,
  triedAgain,
} from './lane.ts';

/** A workflow may have 2,000 activities pending; half of that, whatever the spec asks for. */
const MOST_IN_FLIGHT = 1_000;
/** Shares of the shards after which the family's headline figure is asked for. */
const MILESTONES = [0.1, 0.25, 0.5, 0.75] as const;

export interface FanOut {
  readonly lanes: readonly LaneState[];
  /** The cap that a shard met: nothing is launched until the budget is raised. */
  readonly cap?: CapName;
  /** Cells settled by that shard and those that came back after it: what they had reserved too much is free again. */
  readonly settledSinceCap?: number;
  /** Files in which a worker's code differs from the experiment's: nothing is launched until a person says `retry`. */
  readonly otherCode?: string;
  readonly milestones: number;
  /** Done, or cut short by `stop`. */
  readonly over: boolean;
}

export interface Situation {
  readonly paused: boolean;
  readonly stopping: boolean;
  readonly wallTimeSpent: boolean;
  /** The history is long enough. */
  readonly continueAsNew: boolean;
  readonly fault: boolean;
}

export type Move =
  | { readonly kind: 'launch'; readonly shards: readonly ShardRef[]; readonly fanOut: FanOut }
  | { readonly kind: 'wait' | 'done' | 'stopped' | 'fail' | 'continue-as-new' | 'blocked' };

export function openFanOut(lanes: readonly Lane[]): FanOut {
  return { lanes: lanes.map(firstPass), milestones: 0, over: false };
}

export function shardsOf(lanes: readonly Pick<Lane, 'shards'>[]): number {
  return lanes.reduce((sum, { shards }) => sum + shards, 0);
}

export function nextMove(fanOut: FanOut, situation: Situation): Move {
  if (!situation.fault && fanOut.lanes.every(isDone)) return { kind: 'done' };
  const { fault, stopping, continueAsNew, paused, wallTimeSpent } = situation;
  const isRefused = fanOut.otherCode !== undefined;
  const held = fault || stopping || continueAsNew || paused || wallTimeSpent || isRefused;
  const open = held ? undefined : withoutSpentCap(fanOut);
  if (open !== undefined) {
    const { shards, lanes } = launchable(open);
    if (shards.length > 0) return { kind: 'launch', shards, fanOut: { ...open, lanes } };
  }
  if (inFlight(fanOut) > 0) return { kind: 'wait' };
  if (fault) return { kind: 'fail' };
  if (stopping) return { kind: 'stopped' };
  if (continueAsNew) return { kind: 'continue-as-new' };
  if (paused) return { kind: 'wait' };
  return { kind: 'blocked' };
}

export function inFlight(fanOut: FanOut): number {
  return fanOut.lanes.reduce((sum, lane) => sum + lane.inFlight, 0);
}

/** After a shard came back. */
export function afterOutcome(fanOut: FanOut, shard: ShardRef, outcome: ShardOutcome): FanOut {
  const lanes = fanOut.lanes.map((lane, i) =>
    i === shard.lane ? afterShard(lane, shard.index, outcome) : lane,
  );
  if ('lost' in outcome) return { ...fanOut, lanes };
  const cap = outcome.cap ?? fanOut.cap;
  if (cap === undefined) return { ...fanOut, lanes };
  return { ...fanOut, lanes, cap, settledSinceCap: (fanOut.settledSinceCap ?? 0) + outcome.settledNow };
}

/** After a worker of another code left a shard alone. @param files those that differ, in words */
export function afterOtherCode(fanOut: FanOut, shard: ShardRef, files: string): FanOut {
  const lanes = fanOut.lanes.map((lane, i) => (i === shard.lane ? afterRefusal(lane, shard.index) : lane));
  return { ...fanOut, lanes, otherCode: files };
}

/**
 * The fan-out as it may be launched from; undefined where a cap stands in the way. Reservations are upper bounds: a
 * shard may have met the cap while others held more than they used. When all are back and something was settled, a
 * pass without the cap finds out whether there is room now; one that settles nothing ends it.
 */
function withoutSpentCap(fanOut: FanOut): FanOut | undefined {
  const { cap, settledSinceCap = 0, ...rest } = fanOut;
  if (cap === undefined) return fanOut;
  if (inFlight(fanOut) > 0 || settledSinceCap === 0) return undefined;
  return { ...rest, lanes: fanOut.lanes.map(afterRelease) };
}

/** After `retry`, or a budget that was raised. */
export function withRetry(fanOut: FanOut): FanOut {
  return { lanes: fanOut.lanes.map(triedAgain), milestones: fanOut.milestones, over: fanOut.over };
}

/** The share of the shards (0 to 1) at which the headline figure is due now, if it is, and the fan-out that has noted it. */
export function milestoneDue(fanOut: FanOut): { share: number; fanOut: FanOut } | undefined {
  const all = shardsOf(fanOut.lanes);
  const done = fanOut.lanes.reduce((sum, lane) => sum + shardsDone(lane), 0);
  const passed = MILESTONES.filter((share) => done >= share * all).length;
  const share = MILESTONES[passed - 1];
  if (share === undefined || passed <= fanOut.milestones) return undefined;
  return { share, fanOut: { ...fanOut, milestones: passed } };
}

function launchable(fanOut: FanOut): { shards: readonly ShardRef[]; lanes: readonly LaneState[] } {
  const shards: ShardRef[] = [];
  let room = MOST_IN_FLIGHT - inFlight(fanOut);
  const lanes = fanOut.lanes.map((state, lane) => {
    const launched = launch(state, room);
    room -= launched.indexes.length;
    shards.push(...launched.indexes.map((index) => ({ lane, index })));
    return launched.lane;
  });
  return { shards, lanes };
}
