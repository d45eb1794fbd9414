/**
 * Whether an endpoint is down: then one call at a time probes it, and all that wait give up together when the
 * endpoint's patience is over, instead of each burning its own.
 */
import { backOffMs } from './back-off.ts';

/** Different calls that must have failed with no success between: one poisoned request does not close an endpoint. */
const DOWN_AFTER_CALLS = 5;

export interface Circuit {
  readonly down: boolean;
  /** When an endpoint that is down has used up its patience; Infinity while it is up. */
  readonly givesUpAt: number;
  /** The endpoint asked us to send nothing before this moment. */
  readonly pausedUntil: number;
  /** Nothing is sent before this moment: that pause, or a probe's back-off. */
  readonly opensAt: number;
  alive(): void;
  failed(call: number, sentAt: number, now: number, retryAfterMs: number | undefined): void;
}

/** All times are milliseconds of one monotonic clock. */
export function createCircuit(patienceMs: number, seed: number): Circuit {
  const failing = new Set<number>();
  let failingSince = 0;
  let lastFailureAt = -Infinity;
  let downSince = Infinity;
  let probes = 0;
  let probeAt = 0;
  let pausedUntil = 0;

  function reset(): void {
    failing.clear();
    downSince = Infinity;
    probes = 0;
    probeAt = 0;
  }

  return {
    get down() {
      return downSince < Infinity;
    },
    get givesUpAt() {
      return downSince < Infinity ? failingSince + patienceMs : Infinity;
    },
    get pausedUntil() {
      return pausedUntil;
    },
    get opensAt() {
      return Math.max(pausedUntil, probeAt);
    },
    alive: reset,
    failed(call, sentAt, now, retryAfterMs) {
      // Failures of long ago say nothing about now: whoever asks again after a pause gets the whole patience. An endpoint
      // that was down then is down until something is answered: it is asked by one call at a time all the same.
      if (now - lastFailureAt > patienceMs) {
        if (downSince === Infinity) reset();
        failingSince = now;
        probes = 0;
      }
      lastFailureAt = now;
      if (failing.size === 0) failingSince = now;
      if (failing.size < DOWN_AFTER_CALLS) failing.add(call);
      if (retryAfterMs !== undefined) pausedUntil = Math.max(pausedUntil, now + retryAfterMs);
      if (failing.size < DOWN_AFTER_CALLS) return;
      // Calls that were in flight when it went down are no probes: they all fail at once, and say it once.
      const isProbe = sentAt >= downSince;
      if (downSince < Infinity && !isProbe) return;
      downSince = Math.min(downSince, now);
      probeAt = now + backOffMs(patienceMs, seed, -1, probes++);
    },
  };
}
