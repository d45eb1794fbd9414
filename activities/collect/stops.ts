/**
 * Models that answer, and whose answers are of no use as they are asked: the first such answer stops all that would be asked of
 * them in the same way, in every shard, until a person says `retry`. Each answer costs, and all of them would be alike.
 */
import type { CompletionRequest } from '../../domain/completion.ts';
import { TransportError } from '../../domain/errors.ts';
import type { ExperimentId } from '../../domain/experiment.ts';
import type { Stop, Store } from '../../domain/store.ts';

export interface Stops {
  /** @throws TransportError where such an answer came before: nothing more is sent */
  check(request: CompletionRequest): void;
  /** Notes what an answer to this request was, where it stops more than its own call; durable when it resolves. */
  note(request: CompletionRequest, error: unknown): Promise<void>;
}

/** Stops by place, of all shards of a worker process. */
export type KnownStops = Map<string, TransportError>;

/** Of one shard, with what others have stopped before. @param trial what is stopped in it stays stopped in it */
export async function openStops(
  store: Pick<Store, 'putStop' | 'stops'>,
  of: { readonly experiment: ExperimentId; readonly trial: string; readonly workerRun: string },
  known: KnownStops,
): Promise<Stops> {
  const { experiment, trial, workerRun } = of;
  const place = ({ endpoint, model, kind }: Pick<Stop, 'endpoint' | 'model' | 'kind'>): string =>
    JSON.stringify([experiment, trial, endpoint, model, kind]);
  for (const stop of await store.stops(experiment, trial)) known.set(place(stop), errorOf(stop));
  return {
    check({ kind, model: { endpoint, model } }) {
      const stopped =
        known.get(place({ endpoint, model, kind })) ?? known.get(place({ endpoint, model, kind: 'all' }));
      if (stopped !== undefined) throw stopped;
    },
    async note({ kind, model: { endpoint, model } }, error) {
      if (!(error instanceof TransportError) || error.concerns !== 'model') return;
      if (error.missingClass !== 'useless' && error.missingClass !== 'other-model') return;
      const stop: Stop = {
        ...{ trial, endpoint, model, kind: error.missingClass === 'useless' ? kind : 'all' },
        ...{ missingClass: error.missingClass, reason: error.message },
      };
      if (known.has(place(stop))) return;
      known.set(place(stop), errorOf(stop));
      await store.putStop(experiment, stop, workerRun);
    },
  };
}

function errorOf({ missingClass, reason }: Stop): TransportError {
  return new TransportError(reason, { missingClass, retryable: false, concerns: 'model' });
}
