/** How fast the cells of each lane settle, on the clock that stands still while paused or blocked. */
import {
  NO_STRETCHES,
  timeLeft,
  withStretch,
  type Stretches,
  type TimeLeft,
} from '../../domain/time-left.ts';
import { isDone, settledCells, shardsDone, type LaneState } from './lane.ts';

/** Of the lanes of one round: an embedded model is a hundred times slower than a memo, and they are done when both are. */
export interface Pace {
  /** The clock when the round began. */
  readonly sinceMs: number;
  /** By index; absent until a shard came back. */
  readonly lanes: Readonly<Record<number, LanePace>>;
}

interface LanePace {
  readonly stretches: Stretches;
  /** Shards that came back in the stretch under way: it ends when as many are back as fly at once. */
  readonly back: number;
  /** The clock, and the cells of the lane that were settled, when it began. */
  readonly sinceMs: number;
  readonly sinceCells: number;
}

export function openPace(clockMs: number): Pace {
  return { sinceMs: clockMs, lanes: {} };
}

/** The pace in a cursor; a new one where an earlier build wrote it, which counted shards. */
export function keptPace(kept: Pace | object | undefined, clockMs: number): Pace {
  return kept !== undefined && 'lanes' in kept ? kept : openPace(clockMs);
}

/**
 * The pace after a shard of a lane came back. Shards that were sent together come back together: single gaps between them say
 * little.
 *
 * @param state the lane with that shard
 */
export function afterShardBack(pace: Pace, index: number, state: LaneState, clockMs: number): Pace {
  const lane = pace.lanes[index] ?? {
    ...{ stretches: NO_STRETCHES, back: 0 },
    ...{ sinceMs: pace.sinceMs, sinceCells: 0 },
  };
  const back = lane.back + 1;
  if (back < Math.min(state.window, state.shards))
    return { ...pace, lanes: { ...pace.lanes, [index]: { ...lane, back } } };
  const sinceCells = settledCells(state);
  const stretches = withStretch(lane.stretches, clockMs - lane.sinceMs, sinceCells - lane.sinceCells);
  return { ...pace, lanes: { ...pace.lanes, [index]: { stretches, back: 0, sinceMs: clockMs, sinceCells } } };
}

/**
 * Time until all lanes are through: that of the slowest.
 *
 * @param cells left in all of them: those of a lane are told by its shards and how many cells those had that are back
 * @returns undefined before anybody can say it of every lane
 */
export function leftOf(pace: Pace, lanes: readonly LaneState[], cells: number): TimeLeft | undefined {
  const open = lanes.flatMap((state, index) => (isDone(state) ? [] : [{ index, weight: weightOf(state) }]));
  const all = open.reduce((sum, { weight }) => sum + weight, 0);
  const times = open.map(({ index, weight }) =>
    timeLeft(pace.lanes[index]?.stretches ?? NO_STRETCHES, (cells * weight) / all),
  );
  return times.reduce(
    (slowest, time) => (slowest === undefined || time === undefined || time.ms > slowest.ms ? time : slowest),
    times[0],
  );
}

/** About how many cells a lane has left. */
function weightOf(state: LaneState): number {
  const done = shardsDone(state);
  const perShard = done === 0 ? 1 : settledCells(state) / done;
  return Math.max(1, (state.shards - done) * Math.max(1, perShard));
}
