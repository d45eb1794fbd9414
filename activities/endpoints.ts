/** The endpoints of this worker process: for each name one backend and one dispatcher, opened at first use. */
import type { ModelIdentity, ModelRef } from '../domain/completion.ts';
import type { Backend, EndpointConfig } from '../domain/endpoint.ts';
import { Fault, UserError } from '../domain/errors.ts';
import { openBackend } from '../services/inference/backends.ts';
import { readConfig } from '../services/home/config.ts';
import { createDispatcher, type Dispatcher } from '../services/inference/dispatcher.ts';
import type { CallsUnderWay } from './collect/answers.ts';
import type { KnownStops } from './collect/stops.ts';
import type { WorkerContext } from './context.ts';

export interface OpenEndpoint {
  readonly config: EndpointConfig;
  readonly backend: Backend;
  readonly dispatcher: Dispatcher;
}

export class Endpoints {
  /** Calls of all shards of this process that are not answered yet. */
  readonly underWay: CallsUnderWay = new Map();
  /** What useless answers have stopped. */
  readonly stopped: KnownStops = new Map();
  readonly #context: WorkerContext;
  readonly #open = new Map<string, Promise<OpenEndpoint>>();
  readonly #identities = new Map<string, Promise<ModelIdentity>>();

  constructor(context: WorkerContext) {
    this.#context = context;
  }

  /** @throws UserError where the configuration has no such endpoint */
  get(name: string): Promise<OpenEndpoint> {
    let opened = this.#open.get(name);
    if (opened === undefined) {
      opened = this.#openEndpoint(name);
      this.#open.set(name, opened);
      opened.catch(() => this.#open.delete(name));
    }
    return opened;
  }

  /**
   * Those that the models of a shard are asked at.
   *
   * @returns the endpoint of a model. @throws Fault there, where the study did not say that it would be asked
   */
  async all(names: readonly string[]): Promise<(model: ModelRef) => OpenEndpoint> {
    const open = new Map<string, OpenEndpoint>();
    for (const name of new Set(names)) open.set(name, await this.get(name));
    return ({ endpoint }) => {
      const found = open.get(endpoint);
      if (found === undefined) throw new Fault(`no thread of this shard asks the endpoint '${endpoint}'`);
      return found;
    };
  }

  /** What stands for a model in memo keys; asked of its backend once. */
  identity(model: ModelRef): Promise<ModelIdentity> {
    const key = JSON.stringify(model);
    let known = this.#identities.get(key);
    if (known === undefined) {
      known = this.get(model.endpoint).then(({ backend }) => backend.identity(model));
      this.#identities.set(key, known);
      known.catch(() => this.#identities.delete(key));
    }
    return known;
  }

  async close(): Promise<void> {
    for (const opened of this.#open.values()) {
      const { dispatcher, backend } = await opened;
      dispatcher.close();
      await backend.close();
    }
  }

  async #openEndpoint(name: string): Promise<OpenEndpoint> {
    const { config: settings, scripted, store } = this.#context;
    // One that was added to the file while this process runs is found, too.
    const { endpoints } = settings.endpoints.has(name) ? settings : readConfig();
    const config = endpoints.get(name);
    if (config === undefined) {
      throw new UserError(`There is no endpoint called '${name}'.`, {
        place: settings.place,
        remedy: `Add [endpoints.${name}] there; workers read it anew. Known: ${[...endpoints.keys()].join(', ')}.`,
      });
    }
    const backend = await openBackend(config, {
      llamaThreads: settings.llamaThreads,
      scriptedAddress: (endpoint) => scripted[endpoint],
    });
    return { config, backend, dispatcher: createDispatcher(backend, config, 0, () => store.isHeld()) };
  }
}
