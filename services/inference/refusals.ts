/**
 * Refusals that concern more than the call that met them: a refused key concerns the endpoint, a parameter or a model that
 * is not known concerns that model as it is asked. For a while nothing of the kind is sent; then one call at a time asks
 * again, later each time, until one is answered.
 */
import type { CompletionRequest } from '../../domain/completion.ts';
import type { TransportError } from '../../domain/errors.ts';

/** Long enough for the shards that are under way to hear it, short enough for a person who has mended it. */
const FIRST_WINDOW_MS = 5000;
const LONGEST_WINDOW_MS = 60_000;

export interface Refusals {
  add(request: CompletionRequest, error: TransportError, now: number): void;
  /** The refusal that concerns this request now. */
  of(request: CompletionRequest, now: number): TransportError | undefined;
  /** Whether it may be sent: after a refusal one at a time, and the others wait for its outcome. */
  mayAsk(request: CompletionRequest): boolean;
  /** It ended without an outcome that tells. Whether another may ask in its place. */
  release(request: CompletionRequest): boolean;
  /** It was answered: whatever was refused before is taken now. */
  clear(request: CompletionRequest): void;
}

interface Refusal {
  readonly error: TransportError;
  readonly at: number;
  readonly windowMs: number;
  /** Who asks again. */
  probe: CompletionRequest | undefined;
}

const ENDPOINT = '';

/** All times are milliseconds of one monotonic clock. */
export function createRefusals(): Refusals {
  const refusals = new Map<string, Refusal>();
  const ofModel = ({ kind, model }: CompletionRequest): string => JSON.stringify([kind, model]);
  const concerning = (request: CompletionRequest): Refusal[] =>
    [refusals.get(ENDPOINT), refusals.get(ofModel(request))].filter((refusal) => refusal !== undefined);
  return {
    add(request, error, now) {
      const key = error.concerns === 'endpoint' ? ENDPOINT : ofModel(request);
      const before = refusals.get(key);
      // Those that were in flight with the first say nothing new.
      const hasAskedAgain = before?.probe === request;
      const windowMs = before?.windowMs ?? FIRST_WINDOW_MS;
      refusals.set(key, {
        error,
        at: now,
        windowMs: hasAskedAgain ? Math.min(LONGEST_WINDOW_MS, 2 * windowMs) : windowMs,
        probe: hasAskedAgain ? undefined : before?.probe,
      });
    },
    of(request, now) {
      return concerning(request).find(({ at, windowMs }) => now - at < windowMs)?.error;
    },
    mayAsk(request) {
      const met = concerning(request);
      if (met.some(({ probe }) => probe !== undefined && probe !== request)) return false;
      for (const refusal of met) refusal.probe = request;
      return true;
    },
    release(request) {
      const probed = concerning(request).filter(({ probe }) => probe === request);
      for (const refusal of probed) refusal.probe = undefined;
      return probed.length > 0;
    },
    clear(request) {
      refusals.delete(ENDPOINT);
      refusals.delete(ofModel(request));
    },
  };
}
