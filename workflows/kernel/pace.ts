/** How fast cells settle, on the clock that stands still while paused or blocked. */
import {
  NO_STRETCHES,
  timeLeft,
  withStretch,
  type Stretches,
  type TimeLeft,
} from '../../domain/time-left.ts';

export interface Pace {
  readonly stretches: Stretches;
  /** Shards that came back in the stretch under way: it ends when as many are back as were in flight at once. */
  readonly back: number;
  /** The clock, and the cells that were settled, when it began. */
  readonly sinceMs: number;
  readonly sinceCells: number;
}

export function openPace(clockMs: number, settled = 0): Pace {
  return { stretches: NO_STRETCHES, back: 0, sinceMs: clockMs, sinceCells: settled };
}

/**
 * The pace after a shard came back. Shards that were sent together come back together: single gaps between them say little.
 *
 * @param settled cells that are settled now
 * @param together shards that are in flight at once
 */
export function afterShardBack(pace: Pace, clockMs: number, settled: number, together: number): Pace {
  const back = pace.back + 1;
  if (back < together) return { ...pace, back };
  const stretches = withStretch(pace.stretches, clockMs - pace.sinceMs, settled - pace.sinceCells);
  return { stretches, back: 0, sinceMs: clockMs, sinceCells: settled };
}

/** The pace in a cursor; a new one where an earlier build wrote it, which counted shards. */
export function keptPace(kept: Pace | object | undefined, clockMs: number, settled: number): Pace {
  return kept !== undefined && 'stretches' in kept ? kept : openPace(clockMs, settled);
}

/** Time until so many cells are settled; undefined before anybody can say. */
export function leftOf(pace: Pace, cells: number): TimeLeft | undefined {
  return timeLeft(pace.stretches, cells);
}
