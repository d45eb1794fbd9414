/**
 * One lane of a fan-out, as data: which shards are to be launched, which came back with missing cells, and whether it
 * stands still. Pure, so that properties can be tested without a server.
 */
import type { MissingClass } from '../../domain/errors.ts';
import type { Lane, ShardResult } from '../../domain/experiment.ts';
import { firstIndexes, sizeOf, takeFirst, withIndex, type Ranges } from './ranges.ts';

/** A lane of one or two in flight must not be called dead after a single unlucky shard. */
const FEWEST_BARREN_SHARDS = 3;
const EXAMPLES_KEPT = 3;
const EXAMPLE_LENGTH = 200;

export interface LaneState {
  readonly queue: Lane['queue'];
  /** The name of the flow whose tickets these shards are; absent in a lane of a round. */
  readonly flow?: string;
  readonly shards: number;
  readonly window: number;
  /** 1: every shard for the first time; from 2 on: those that were put back. */
  readonly pass: number;
  /** Still to be launched in this pass. */
  readonly todo: Ranges;
  /** Came back with missing cells in this pass: launched again in the next one. */
  readonly putBack: Ranges;
  readonly inFlight: number;
  /** Cells that this pass settled. */
  readonly settledInPass: number;
  /** Shards in a row, as they came back, that settled nothing and had missing cells. */
  readonly barren: number;
  /** Cells settled and missing so far. */
  readonly settled: number;
  readonly missing: number;
  /** Settled cells of shards that the first pass has begun and not finished, by index: `settled` counts them when they are back. */
  readonly partly?: Readonly<Record<number, number>>;
  /** Missing cells of this pass by class, and a few by name. */
  readonly missingByClass: Partial<Record<MissingClass, number>>;
  readonly examples: readonly string[];
}

/** What came of a launched shard: its result, or that all attempts at it died and why. */
export type ShardOutcome = ShardResult | { readonly lost: string; readonly cells: number };

export function firstPass(lane: Lane): LaneState {
  return {
    queue: lane.queue,
    shards: lane.shards,
    window: Math.max(1, lane.window),
    pass: 1,
    todo: firstIndexes(lane.shards),
    putBack: [],
    inFlight: 0,
    settledInPass: 0,
    barren: 0,
    settled: 0,
    missing: 0,
    missingByClass: {},
    examples: [],
  };
}

/** Every shard came back with all its cells settled. */
export function isDone(lane: LaneState): boolean {
  return lane.inFlight === 0 && lane.todo.length === 0 && lane.putBack.length === 0;
}

export function shardsDone(lane: LaneState): number {
  return lane.shards - sizeOf(lane.todo) - sizeOf(lane.putBack) - lane.inFlight;
}

/** Those of shards whose turn was over among them: a card must not wait for whole shards. */
export function settledCells({ settled, partly = {} }: LaneState): number {
  return Object.values(partly).reduce((sum, cells) => sum + cells, settled);
}

/**
 * Nothing more is launched in this lane until somebody says `retry`: a whole pass settled nothing, or as many shards
 * in a row as are in flight at once did (an endpoint that is down must not be asked ten thousand times).
 */
export function standsStill(lane: LaneState): boolean {
  if (isDone(lane)) return false;
  if (lane.barren >= Math.max(lane.window, FEWEST_BARREN_SHARDS)) return true;
  return lane.todo.length === 0 && lane.inFlight === 0 && lane.settledInPass === 0;
}

/** Takes up to `room` shards to launch now. */
export function launch(lane: LaneState, room: number): { lane: LaneState; indexes: readonly number[] } {
  if (standsStill(lane)) return { lane, indexes: [] };
  const { taken, rest } = takeFirst(lane.todo, Math.min(room, lane.window - lane.inFlight));
  return { lane: { ...lane, todo: rest, inFlight: lane.inFlight + taken.length }, indexes: taken };
}

/** The lane after shard `index` came back. A pass that settled something is followed by the next one. */
export function afterShard(lane: LaneState, index: number, outcome: ShardOutcome): LaneState {
  if (!('lost' in outcome) && goesOn(outcome)) return afterHeld(lane, index, outcome);
  const whole = withoutPart(lane, index);
  const back =
    'lost' in outcome ? afterLoss(whole, partOf(lane, index), outcome) : afterResult(whole, outcome);
  const isMissing = 'lost' in outcome || outcome.missing > 0 || outcome.turnOver === true;
  const next: LaneState = {
    ...back,
    inFlight: lane.inFlight - 1,
    putBack: isMissing ? withIndex(lane.putBack, index) : lane.putBack,
  };
  if (isDone(next)) return { ...next, missing: 0, missingByClass: {}, examples: [] };
  const passIsOver = next.todo.length === 0 && next.inFlight === 0;
  return passIsOver && next.settledInPass > 0 ? nextPass(next) : next;
}

/** Cut short, and nothing known of what is left. What is missing by the end of a turn is put back as ever. */
function goesOn({ held, turnOver, missing, cap }: ShardResult): boolean {
  return held === true || (turnOver === true && missing === 0 && cap === undefined);
}

/** After the shard was refused untouched: it is launched again in this pass. */
export function afterRefusal(lane: LaneState, index: number): LaneState {
  return { ...lane, inFlight: lane.inFlight - 1, todo: withIndex(lane.todo, index) };
}

/** After `retry`: what stands still is tried again. Shards that were never launched come before those put back. */
export function triedAgain(lane: LaneState): LaneState {
  const passIsOver = lane.todo.length === 0 && lane.inFlight === 0 && lane.putBack.length > 0;
  return { ...(passIsOver ? nextPass(lane) : lane), barren: 0 };
}

/** After reservations of other lanes were given back: shards that only the budget held up are tried again. */
export function afterRelease(lane: LaneState): LaneState {
  const passIsOver = lane.todo.length === 0 && lane.inFlight === 0 && lane.putBack.length > 0;
  return passIsOver && lane.missingByClass.budget !== undefined ? nextPass(lane) : lane;
}

function nextPass(lane: LaneState): LaneState {
  return {
    ...lane,
    pass: lane.pass + 1,
    todo: lane.putBack,
    putBack: [],
    settledInPass: 0,
    barren: 0,
    missingByClass: {},
    examples: [],
  };
}

function afterResult(lane: LaneState, result: ShardResult): LaneState {
  const first = lane.pass === 1;
  const wasBarren = result.settledNow === 0 && result.missing > 0 && result.cap === undefined;
  return {
    ...lane,
    settledInPass: lane.settledInPass + result.settledNow,
    // A shard that was settled before says nothing about whether the endpoint answers today.
    barren: result.settledNow > 0 ? 0 : lane.barren + (wasBarren ? 1 : 0),
    settled: lane.settled + (first ? result.settled : result.settledNow),
    missing: Math.max(0, lane.missing + (first ? result.missing : -result.settledNow)),
    missingByClass: added(lane.missingByClass, result.missingByClass),
    examples: withExamples(lane.examples, result.examples),
  };
}

/** It goes on from the store when it is launched again in this pass; until then only what later passes would count twice. */
function afterHeld(lane: LaneState, index: number, { settled, settledNow }: ShardResult): LaneState {
  const first = lane.pass === 1;
  const part = Math.max(settled, partOf(lane, index));
  return {
    ...lane,
    inFlight: lane.inFlight - 1,
    todo: withIndex(lane.todo, index),
    settledInPass: lane.settledInPass + settledNow,
    settled: lane.settled + (first ? 0 : settledNow),
    missing: Math.max(0, lane.missing - (first ? 0 : settledNow)),
    ...(first && part > 0 ? { partly: { ...lane.partly, [index]: part } } : {}),
  };
}

/** @param part cells of the shard that earlier turns settled */
function afterLoss(lane: LaneState, part: number, loss: { lost: string; cells: number }): LaneState {
  return {
    ...lane,
    barren: lane.barren + 1,
    settled: lane.settled + part,
    missing: lane.missing + (lane.pass === 1 ? Math.max(0, loss.cells - part) : 0),
    missingByClass: added(lane.missingByClass, { worker: loss.cells }),
    examples: withExamples(lane.examples, [loss.lost]),
  };
}

function partOf({ partly = {} }: LaneState, index: number): number {
  return partly[index] ?? 0;
}

function withoutPart(lane: LaneState, index: number): LaneState {
  const { partly, ...rest } = lane;
  if (partly === undefined) return lane;
  const others = Object.entries(partly).filter(([key]) => key !== String(index));
  return others.length === 0 ? rest : { ...rest, partly: Object.fromEntries(others) };
}

function added(
  a: Partial<Record<MissingClass, number>>,
  b: Partial<Record<MissingClass, number>>,
): Partial<Record<MissingClass, number>> {
  const sum: Partial<Record<MissingClass, number>> = { ...a };
  for (const [name, count] of Object.entries(b)) {
    sum[name as MissingClass] = (sum[name as MissingClass] ?? 0) + count;
  }
  return sum;
}

/** The latest few: a reason that was mended an hour ago helps nobody. */
function withExamples(kept: readonly string[], fresh: readonly string[]): readonly string[] {
  return [...fresh.map((text) => text.slice(0, EXAMPLE_LENGTH)), ...kept].slice(0, EXAMPLES_KEPT);
}
