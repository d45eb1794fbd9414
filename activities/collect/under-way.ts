/** What this worker process has under way, of all its shards: who wants the same waits for it, instead of a second one. */
import type { Sha256 } from '../../domain/experiment.ts';
import type { ReservationOwner } from '../../domain/store.ts';

export type UnderWay<T> = Map<
  Sha256,
  {
    readonly result: Promise<T>;
    /** The attempt that pays for it. */
    readonly owner: ReservationOwner;
  }
>;

/**
 * Waits for what is under way under this key, or begins it. Where another shard began it and failed, that is looked at
 * again: its cap, its end or its bad luck is not ours.
 *
 * @returns with whether somebody else had begun it
 * @throws what our own beginning throws; the reason of the signal
 */
export async function onceAtATime<T extends object>(
  underWay: UnderWay<T>,
  key: Sha256,
  { owner, signal }: { readonly owner: ReservationOwner; readonly signal: AbortSignal },
  begin: () => Promise<T>,
): Promise<{ readonly value: T; readonly isShared: boolean }> {
  for (let shared = underWay.get(key); shared !== undefined; shared = underWay.get(key)) {
    const { result } = shared;
    const value =
      shared.owner === owner
        ? await result
        : await unlessAborted(
            result.catch(() => undefined),
            signal,
          );
    if (value !== undefined) return { value, isShared: true };
  }
  const own = { result: begin(), owner };
  underWay.set(key, own);
  // Gone before anybody who waits for it looks again.
  const gone = (): boolean => underWay.delete(key);
  own.result.then(gone, gone);
  return { value: await own.result, isShared: false };
}

/** @throws the signal's reason when it fires first: what another shard waits for may take long */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
