/** One limit over the whole of a call, its body included. */
import { messageOf, TransportError } from '../../domain/errors.ts';

/**
 * Runs `work` under a signal that fires when the caller's does or the time is up, and does not wait for work that
 * ignores it.
 *
 * @throws the caller's abort reason; a retryable `TransportError` when the time is up; what `work` throws
 */
export async function withDeadline<T>(
  timeoutMs: number,
  caller: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  caller.throwIfAborted();
  // Not AbortSignal.any: one signal serves a shard's thousands of calls, and each must leave nothing on it.
  const controller = new AbortController();
  let stop: (reason: Error) => void = () => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = (reason) => {
      reject(reason);
      controller.abort(reason);
    };
  });
  const onAbort = (): void => stop(abortReason(caller));
  const timer = setTimeout(() => {
    stop(
      new TransportError(`no whole answer within ${timeoutMs} ms`, {
        missingClass: 'endpoint',
        retryable: true,
        isTimeLimit: true,
      }),
    );
  }, timeoutMs);
  caller.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(controller.signal), stopped]);
  } finally {
    clearTimeout(timer);
    caller.removeEventListener('abort', onAbort);
  }
}

/** Why a signal fired, as an Error. */
export function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(messageOf(signal.reason));
}
