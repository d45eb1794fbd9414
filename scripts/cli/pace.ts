import type { Config } from '../../services/home/config.ts';
import { UserError } from '../../domain/errors.ts';
import type { EndpointPace } from '../../families/lanes.ts';

/** The pace of an endpoint, as the configuration has it. @throws UserError where there is no such endpoint */
export function paceOf(config: Config): (endpoint: string) => EndpointPace {
  return (name) => {
    const endpoint = config.endpoints.get(name);
    if (endpoint === undefined) {
      throw new UserError(`There is no endpoint called '${name}'.`, {
        place: config.place,
        remedy: `Add [endpoints.${name}] there. Known: ${[...config.endpoints.keys()].join(', ')}.`,
      });
    }
    return { local: endpoint.kind === 'llama', maxConcurrency: endpoint.concurrency.max };
  };
}
