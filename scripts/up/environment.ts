/** What the process that runs models' programs has in its environment: what it needs, and no key of an endpoint. */
import type { Config } from '../../services/home/config.ts';

const NEEDED = ['PATH', 'HOME', 'USER', 'LANG', 'TZ', 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NO_COLOR'];
/** Where the store and Temporal are, with what it takes to be let in; and settings of Node and of ours. */
const NEEDED_OF = /^(HOLDFAST|TEMPORAL|NODE|LC|PG|XDG)_|^PG[A-Z]/;

export function withoutKeys(
  environment: NodeJS.ProcessEnv,
  { endpoints }: Pick<Config, 'endpoints'>,
): NodeJS.ProcessEnv {
  const keys = new Set([...endpoints.values()].map(({ keyVariable }) => keyVariable));
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => (NEEDED.includes(name) || NEEDED_OF.test(name)) && !keys.has(name),
    ),
  );
}
