import type { Config } from '../../services/home/config.ts';
import { UserError } from '../../domain/errors.ts';
import type { EndpointPace } from '../../families/lanes.ts';
import type { SpecFile } from './spec-file.ts';

/**
 * The pace of an endpoint of a spec, as the configuration has it.
 *
 * @throws UserError where there is no such endpoint, with the line of the spec that names it
 */
export function paceOf(config: Config, spec: SpecFile): (endpoint: string) => EndpointPace {
  return (name) => {
    const endpoint = config.endpoints.get(name);
    if (endpoint === undefined) {
      throw new UserError(`There is no endpoint called '${name}'.`, {
        place: spec.placeOfModel({ endpoint: name }),
        remedy: spec.withNeeds(
          `Add [endpoints.${name}] to ${config.place}. Known: ${[...config.endpoints.keys()].join(', ')}.`,
        ),
      });
    }
    return { local: endpoint.kind === 'llama', maxConcurrency: endpoint.concurrency.max };
  };
}
