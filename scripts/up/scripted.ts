/** The scripted endpoints of a configuration, each on a port that it bound itself. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import type { EndpointConfig } from '../../domain/endpoint.ts';
import type { Config } from '../../services/home/config.ts';
import type { Home } from '../../services/home/home.ts';
import { ROOT } from '../../services/home/provenance.ts';
import { supervise, type Supervised } from '../../workers/supervisor.ts';
import { lastWord, launch, logOf, sayDeath } from './launch.ts';

/** @returns addresses by endpoint name */
export async function serveScripted(
  home: Home,
  config: Config,
  parts: Supervised[],
): Promise<Record<string, string>> {
  const served = [...config.endpoints.values()].filter(
    ({ kind, address }) => kind === 'scripted' && address === undefined,
  );
  const addresses = await Promise.all(
    served.map(async (endpoint) => [endpoint.name, await serve(home, config, endpoint, parts)] as const),
  );
  return Object.fromEntries(addresses);
}

async function serve(
  home: Home,
  config: Config,
  { name, script }: EndpointConfig,
  parts: Supervised[],
): Promise<string> {
  if (script === undefined || !existsSync(script)) {
    throw new UserError(`endpoint '${name}' has no script`, {
      place: script ?? config.place,
      remedy: 'Mend its `script`.',
    });
  }
  const entry = join(ROOT, 'services', 'inference', 'scripted', 'main.ts');
  const requests = join(home.logs, `${name}.requests.jsonl`);
  // Taken by the first start; the starts after it take the same: workers know the address.
  let port = '0';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  parts.push(
    supervise(
      `endpoint ${name}`,
      () => {
        const child = launch(home, name, entry, ['--script', script, '--port', port, '--log', requests]);
        child.on('message', ({ address }: { address: string }) => {
          port = new URL(address).port;
          resolve(address);
        });
        return child;
      },
      (death) => {
        if (port !== '0') return sayDeath(home, name, `endpoint ${name}`, death);
        reject(
          new UserError(`The endpoint '${name}' does not start (${death.how}): ${lastWord(home, name)}`, {
            place: logOf(home, name),
            remedy: 'Mend its script, or take the endpoint out of holdfast.toml.',
          }),
        );
      },
    ),
  );
  return promise;
}
