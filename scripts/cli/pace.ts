import type { Config } from '../../services/home/config.ts';
import { gather, UserError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/likely.ts';
import { modelsOf } from '../../families/block.ts';
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
      const names = [...config.endpoints.keys()];
      const likely = didYouMean(name, names);
      throw new UserError(`There is no endpoint called '${name}'${likely === '' ? '.' : likely}`, {
        place: spec.placeOfModel({ endpoint: name }),
        remedy: spec.withNeeds(`Add [endpoints.${name}] to ${config.place}. Known: ${names.join(', ')}.`),
      });
    }
    return { local: endpoint.kind === 'llama', maxConcurrency: endpoint.concurrency.max };
  };
}

/** @throws UserError naming every endpoint of the spec that the configuration lacks */
export function requireEndpoints(config: Config, spec: SpecFile): void {
  const pace = paceOf(config, spec);
  const names = new Set(modelsOf(spec.study.blocks).map(({ endpoint }) => endpoint));
  gather([...names].map((name) => () => pace(name)));
}
