/**
 * The moment in which a request goes out. Node's fetch says it to whoever listens (`undici:client:sendHeaders`), in the same
 * step before it writes to the socket: a server that is not there, or a connection that is never made, has been sent nothing.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';

const asking = new AsyncLocalStorage<() => void>();
/** By undici's request, which is made in the step in which `fetch` is called and may wait for its connection. */
const waiting = new WeakMap<object, () => void>();

subscribe('undici:request:create', (message) => {
  const onSent = asking.getStore();
  if (onSent !== undefined) waiting.set(requestOf(message), onSent);
});
subscribe('undici:client:sendHeaders', (message) => {
  waiting.get(requestOf(message))?.();
});

function requestOf(message: unknown): object {
  return (message as { readonly request: object }).request;
}

/** Runs `ask`, and calls `onSent` when the request that it makes goes out. */
export function whenSent<T>(onSent: (() => void) | undefined, ask: () => Promise<T>): Promise<T> {
  return onSent === undefined ? ask() : asking.run(onSent, ask);
}
