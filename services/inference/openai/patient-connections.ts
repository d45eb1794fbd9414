/** Connections that wait as long as the caller's signal lets them: a slow model on a CPU takes longer than any default. */
import { Agent, type Dispatcher, EnvHttpProxyAgent, interceptors } from 'undici';

const NO_LIMITS = { headersTimeout: 0, bodyTimeout: 0 };

/** A pool without time limits of its own. It follows redirections, unpacks answers, and knows the proxy as Node does. */
export function patientConnections(): Dispatcher {
  const isBehindProxy = process.env['NODE_USE_ENV_PROXY'] === '1';
  const pool = isBehindProxy ? new EnvHttpProxyAgent(NO_LIMITS) : new Agent(NO_LIMITS);
  return pool.compose(interceptors.redirect({ maxRedirections: 5 }), interceptors.decompress());
}
