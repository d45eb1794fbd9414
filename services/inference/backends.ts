/** Which backend answers for an endpoint. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ModelIdentity, ModelRef } from '../../domain/completion.ts';
import type { Backend, EndpointConfig } from '../../domain/endpoint.ts';
import { messageOf, UserError } from '../../domain/errors.ts';
import { resolveWeights } from './llama/weights.ts';
import { openOpenAi } from './openai/backend.ts';

export interface BackendContext {
  /** Threads of an embedded model on an idle machine. */
  readonly llamaThreads: number;
  /** Where `holdfast up` serves a scripted endpoint; undefined where it does not. */
  scriptedAddress(endpoint: string): string | undefined;
}

/** Opens the backend of one endpoint. @throws UserError where its configuration cannot work */
export async function openBackend(config: EndpointConfig, context: BackendContext): Promise<Backend> {
  switch (config.kind) {
    case 'openai':
      return openOpenAi(config);
    case 'scripted': {
      const address = config.address ?? context.scriptedAddress(config.name);
      if (address === undefined) {
        throw new UserError(`endpoint '${config.name}' is scripted, and nobody serves it`, {
          remedy: 'run `holdfast up`: it starts the scripted endpoints of holdfast.toml',
        });
      }
      return openOpenAi({ ...config, address }, await scriptIdentity(config));
    }
    case 'llama': {
      // Loaded on demand: a worker that asks only HTTP endpoints has no native library in it.
      const { openLlama } = await import('./llama/backend.ts');
      return openLlama(config, { weightsPath: resolveWeights(config), threads: context.llamaThreads });
    }
  }
}

/** An edited script is another model; one that somebody else serves at an address is known by its model id only. */
async function scriptIdentity({
  name,
  script,
}: EndpointConfig): Promise<Pick<ModelIdentity, 'kind' | 'weights'>> {
  if (script === undefined) return { kind: 'scripted' };
  try {
    const sha256 = createHash('sha256').update(await readFile(script));
    return { kind: 'scripted', weights: sha256.digest('hex') };
  } catch (error) {
    throw new UserError(`the script of endpoint '${name}' cannot be read: ${messageOf(error)}`, {
      place: script,
      remedy: 'mend its `script` in holdfast.toml',
    });
  }
}

/** Asks whether a model is there, before any call is paid for. @throws UserError naming what is wrong */
export async function checkModel(backend: Backend, model: ModelRef): Promise<void> {
  await backend.identity(model);
  await backend.check?.(model);
}
