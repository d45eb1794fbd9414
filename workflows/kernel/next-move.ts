/** What a fan-out does next: one pure decision out of its lanes and the situation around it. */
import type { CapName, Lane, ShardRef } from '../../domain/experiment.ts';
import type { LaneState } from './lane.ts';
import { firstPass, isDone, launch, shardsDone, triedAgain } from './lane.ts';

/** A workflow may have 2,000 activities pending; half of that, whatever the spec asks for. */
const MOST_IN_FLIGHT = 1_000;
/** Shares of the shards after which the family's headline figure is asked for. */
const MILESTONES = [0.1, 0.25, 0.5, 0.75] as const;

export interface FanOut {
  readonly lanes: readonly LaneState[];
  /** The cap that a shard met: nothing is launched until the budget is raised. */
  readonly cap?: CapName;
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

export function nextMove(fanOut: FanOut, situation: Situation): Move {
  if (!situation.fault && fanOut.lanes.every(isDone)) return { kind: 'done' };
  const { fault, stopping, continueAsNew, paused, wallTimeSpent } = situation;
  const holding = fault || stopping || continueAsNew || paused || wallTimeSpent || fanOut.cap !== undefined;
  if (!holding) {
    const { shards, lanes } = launchable(fanOut);
    if (shards.length > 0) return { kind: 'launch', shards, fanOut: { ...fanOut, lanes } };
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

/** After `retry`, or a budget that was raised. */
export function withRetry(fanOut: FanOut): FanOut {
  return { lanes: fanOut.lanes.map(triedAgain), milestones: fanOut.milestones, over: fanOut.over };
}

/** The share of the shards (0 to 1) at which the headline figure is due now, if it is, and the fan-out that has noted it. */
export function milestoneDue(fanOut: FanOut): { share: number; fanOut: FanOut } | undefined {
  const all = fanOut.lanes.reduce((sum, lane) => sum + lane.shards, 0);
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
