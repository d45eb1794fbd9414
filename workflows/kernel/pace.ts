/** How fast shards come back, on the clock that stands still while paused or blocked. */

/** Shards that the mean looks back on: the first ones answer from the memo or warm up, and must be forgotten. */
const LOOK_BACK = 100;

export interface Pace {
  readonly shards: number;
  /** Mean time between two shards that came back, in milliseconds. */
  readonly meanMs: number;
  /** The clock when the last one came back. */
  readonly lastMs: number;
}

export function openPace(clockMs: number): Pace {
  return { shards: 0, meanMs: 0, lastMs: clockMs };
}

/** The mean of all gaps at first, an exponentially weighted one later. */
export function afterGap(pace: Pace, clockMs: number): Pace {
  const shards = pace.shards + 1;
  const weight = Math.max(1 / shards, 1 / LOOK_BACK);
  return { shards, meanMs: pace.meanMs + weight * (clockMs - pace.lastMs - pace.meanMs), lastMs: clockMs };
}

/** Time until `left` shards are back, in milliseconds; undefined before the first one was. */
export function etaMs(pace: Pace, left: number): number | undefined {
  return pace.shards === 0 ? undefined : Math.round(pace.meanMs * left);
}
