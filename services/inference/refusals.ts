/**
 * Refusals that concern more than the call that met them: a refused key concerns the endpoint, a parameter or a model that
 * is not known concerns that model as it is asked. For a while nothing of the kind is sent; then whoever comes first asks
 * again.
 */
import type { CompletionRequest } from '../../domain/completion.ts';
import type { TransportError } from '../../domain/errors.ts';

/** Long enough for the shards that are under way to hear it, short enough for a person who has mended it. */
const REFUSAL_MS = 5000;

export interface Refusals {
  add(request: CompletionRequest, error: TransportError, now: number): void;
  /** The refusal that concerns this request now. */
  of(request: CompletionRequest, now: number): TransportError | undefined;
  /** It was answered: whatever was refused before is taken now. */
  clear(request: CompletionRequest): void;
}

/** All times are milliseconds of one monotonic clock. */
export function createRefusals(): Refusals {
  const until = new Map<string, { readonly error: TransportError; readonly at: number }>();
  const ofModel = ({ kind, model }: CompletionRequest): string => JSON.stringify([kind, model]);
  const ENDPOINT = '';
  return {
    add(request, error, now) {
      until.set(error.concerns === 'endpoint' ? ENDPOINT : ofModel(request), { error, at: now });
    },
    of(request, now) {
      const refusal = until.get(ENDPOINT) ?? until.get(ofModel(request));
      return refusal !== undefined && now - refusal.at < REFUSAL_MS ? refusal.error : undefined;
    },
    clear(request) {
      until.delete(ENDPOINT);
      until.delete(ofModel(request));
    },
  };
}
