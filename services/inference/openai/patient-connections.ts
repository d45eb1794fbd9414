/**
 * Node's fetch gives up after five minutes without headers, whatever its signal says; a slow model on a CPU takes
 * longer. Its connection pool takes other limits, but its class is reachable only through the one in use.
 */

/** As much of a connection pool (undici's Agent) as is needed here. */
interface Pool {
  close(): Promise<void>;
}
type PoolClass = new (options: { headersTimeout: number; bodyTimeout: number }) => Pool;

const CURRENT_POOL = Symbol.for('undici.globalDispatcher.1');

/** A pool without time limits of its own: signals decide. Undefined on a runtime that keeps its pool elsewhere. */
export function patientPool(): Pool | undefined {
  const current = (globalThis as { [CURRENT_POOL]?: object })[CURRENT_POOL];
  if (current === undefined) return undefined;
  return new (current.constructor as PoolClass)({ headersTimeout: 0, bodyTimeout: 0 });
}
