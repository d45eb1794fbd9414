/** How many calls an endpoint takes at once: found out by asking, as TCP finds its window (additive increase, multiplicative decrease; Chiu and Jain 1989). */

export interface AdaptiveConcurrency {
  /** Calls that may be in flight now: a whole number, 1 or more. */
  readonly limit: number;
  succeeded(): void;
  /** @param sentAt when the refused call was sent: calls sent before the last halving do not halve again */
  rateLimited(sentAt: number, now: number): void;
}

/** Starts at `start`, grows by one per round of successes up to `max`, halves at a rate limit, never below 1. */
export function adaptiveConcurrency(range: {
  readonly start: number;
  readonly max: number;
}): AdaptiveConcurrency {
  const max = Math.max(1, range.max);
  let window = Math.min(max, Math.max(1, range.start));
  let halvedAt = -Infinity;
  return {
    get limit() {
      return Math.floor(window);
    },
    succeeded() {
      window = Math.min(max, window + 1 / window);
    },
    rateLimited(sentAt, now) {
      if (sentAt <= halvedAt) return;
      window = Math.max(1, window / 2);
      halvedAt = now;
    },
  };
}
