/** A real store, a real scripted endpoint, a small study, and what is needed to collect it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectShard, type CollectContext } from '../../../activities/collect/drive.ts';
import { addressOf, type Completion, type GenerateRequest } from '../../../domain/completion.ts';
import { ask, type Cell, type Dialogue, type Thread } from '../../../domain/dialogue.ts';
import type { EndpointConfig } from '../../../domain/endpoint.ts';
import type { ExperimentId, Sha256, ShardResult } from '../../../domain/experiment.ts';
import type { Store } from '../../../domain/store.ts';
import { pricesOf } from '../../../services/inference/cost.ts';
import { createDispatcher } from '../../../services/inference/dispatcher.ts';
import { openOpenAi } from '../../../services/inference/openai/backend.ts';
import type { LogLine } from '../../../services/inference/scripted/log.ts';
import { scriptSchema, type ScriptSource } from '../../../services/inference/scripted/script.ts';
import { startScripted, type ScriptedServer } from '../../../services/inference/scripted/server.ts';
import { openBlobs } from '../../../services/store/blobs.ts';
import { openStore } from '../../../services/store/open.ts';
import { endpoint, generate, MODEL } from '../../services/inference/endpoint.ts';

export const EXPERIMENT = 'alignment/test/0123456789ab' as ExperimentId;
export const WORKER_RUN = 'worker-run-1';

export interface World {
  readonly folder: string;
  readonly store: Store;
  readonly server: ScriptedServer;
  readonly dialogue: Dialogue;
  readonly collect: (threads: readonly Thread[], more?: Partial<CollectContext>) => Promise<ShardResult>;
  readonly log: () => LogLine[];
}

/** A cell is a question; its key is what is asked. */
export function question(key: string): Cell {
  return { key };
}

export function alone(...keys: readonly string[]): Thread[] {
  return keys.map((key) => [question(key)]);
}

export function many(count: number): Thread[] {
  return alone(...Array.from({ length: count }, (_, index) => `item ${index}`));
}

export function requestOf(text: string, more: Partial<GenerateRequest> = {}): GenerateRequest {
  return generate(text, more);
}

/** Asks once, and settles with the words. */
export const askOnce: Dialogue = function* (cell) {
  const answer = yield* ask(requestOf(cell.key));
  return { status: 'ok', said: answer.text };
};

export function text(transcript: readonly Completion[]): string {
  return transcript.map((completion) => completion.text).join('|');
}

export async function openWorldStore(folder: string): Promise<Store> {
  const blobs = openBlobs(join(folder, 'blobs'));
  const store = await openStore({ path: join(folder, 'store.sqlite'), mode: 'migrate', blobs });
  if ((await store.experiment(EXPERIMENT)) === undefined) await putExperiment(store);
  return store;
}

async function putExperiment(store: Store): Promise<void> {
  const hash = '0'.repeat(64) as Sha256;
  await store.putExperiment({
    ...{ id: EXPERIMENT, family: 'alignment', familyVersion: 1, name: 'test', label: '' },
    ...{ specHash: hash, collectionHash: hash, spec: {}, inputs: {}, execution: {} },
    ...{ state: 'running', detail: '', cells: 0, createdAt: 0, updatedAt: 0, results: {} },
  });
  await store.putWorkerRun({
    ...{
      id: WORKER_RUN,
      startedAt: 0,
      host: 'test',
      pid: 1,
      gitCommit: '',
      lockFileHash: '',
      versions: {},
      code: {},
    },
  });
}

/** What `collectShard` needs to ask this endpoint. */
export function collectContext(
  store: Store,
  config: EndpointConfig,
): Omit<CollectContext, 'threads' | 'study'> {
  const backend = openOpenAi(config);
  const dispatcher = createDispatcher(backend, config);
  return {
    store,
    asking: {
      identityOf: (model) => backend.identity(model),
      dispatch: (request, signal, passage) => dispatcher.dispatch(request, signal, passage),
      tokensAtMost: (request) => backend.tokensAtMost(request),
      priceOf: (model) => pricesOf(config, model.model),
      addressOf: () => addressOf(config),
    },
    experiment: EXPERIMENT,
    shard: { lane: 0, index: 0 },
    caps: {},
    replicate: '',
    workerRun: WORKER_RUN,
    signal: new AbortController().signal,
    heartbeat: () => undefined,
  };
}

export async function withWorld(
  options: { script?: Partial<ScriptSource>; dialogue?: Dialogue; config?: Partial<EndpointConfig> },
  body: (world: World) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'collect-'));
  const logFile = join(folder, 'requests.jsonl');
  const rules = [{ reply: { kind: 'text' as const, text: 'yes' } }];
  const script = scriptSchema.parse({ models: [MODEL], rules, ...options.script });
  const server = await startScripted({ script, port: 0, logFile });
  const store = await openWorldStore(folder);
  const dialogue = options.dialogue ?? askOnce;
  const config = endpoint({ address: server.address, ...options.config });
  try {
    await body({
      ...{ folder, store, server, dialogue },
      collect: (threads, more = {}) =>
        collectShard({ ...collectContext(store, config), study: { dialogue }, threads, ...more }),
      log: () =>
        readFileSync(logFile, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as LogLine),
    });
  } finally {
    await store.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
}
