/** The library, a model and its context: opened, given another adapter, and closed. */
import { availableParallelism } from 'node:os';
import { LlamaLogLevel, getLlama, type Llama, type LlamaModel } from 'node-llama-cpp';
import { UserError, messageOf } from '../../../domain/errors.ts';
import { CANONICAL, CONTEXT_TOKENS, SLOTS } from './canonical.ts';
import { Evaluator } from './evaluator.ts';
import { ThreadCount } from './thread-count.ts';

const DEFAULT_THREADS = 2;

export interface EngineOptions {
  readonly weightsPath: string;
  readonly threads?: number;
}

export interface Engine {
  readonly model: LlamaModel;
  readonly threads: number;
  /** The evaluator of the weights with this adapter file, or with none; another one's context is given up. */
  evaluator(adapterPath: string | undefined): Promise<Evaluator>;
  /** Runs one request on as many threads as pay at this moment. */
  onThreads<T>(request: () => Promise<T>): Promise<T>;
  /** The evaluator that was asked for last. */
  current(): Evaluator;
  close(): Promise<void>;
}

/**
 * Loads the weights on the CPU with the installed binary; builds and fetches nothing.
 *
 * @throws UserError where there is no binary for this machine, or the file is no model that it knows
 */
export async function openEngine({ weightsPath, threads: wanted }: EngineOptions): Promise<Engine> {
  const llama = await openLibrary(wanted);
  const threads = Math.max(1, Math.min(wanted ?? DEFAULT_THREADS, llama.cpuMathCores));
  const model = await llama
    .loadModel({ modelPath: weightsPath, gpuLayers: 0 })
    .catch(async (error: unknown) => {
      await llama.dispose();
      throw new UserError(`cannot load the weights: ${messageOf(error)}`, {
        place: weightsPath,
        remedy: 'name a complete GGUF file of a text model',
      });
    });

  const createContext = (adapterPath: string | undefined): ReturnType<LlamaModel['createContext']> =>
    model.createContext({
      contextSize: Math.min(model.trainContextSize, CONTEXT_TOKENS),
      sequences: SLOTS,
      batchSize: CANONICAL.chunkTokens,
      threads,
      flashAttention: false,
      experimentalKvCacheKeyType: 'F16',
      experimentalKvCacheValueType: 'F16',
      failedCreationRemedy: false,
      ...(adapterPath === undefined ? {} : { lora: adapterPath }),
    });
  const threadCount = new ThreadCount(threads);
  let context = await createContext(undefined);
  let evaluator = new Evaluator(context);
  let adapter: string | undefined;

  return {
    model,
    threads,
    async evaluator(adapterPath) {
      if (adapterPath === adapter) return evaluator;
      const next = await createContext(adapterPath).catch((error: unknown) => {
        throw new UserError(`cannot use the adapter: ${messageOf(error)}`, {
          ...(adapterPath === undefined ? {} : { place: adapterPath }),
          remedy: 'name a LoRA adapter that was made for these weights',
        });
      });
      await context.dispose();
      [context, evaluator, adapter] = [next, new Evaluator(next), adapterPath];
      return evaluator;
    },
    async onThreads(request) {
      llama.maxThreads = threadCount.at(performance.now());
      const started = { wall: performance.now(), processor: process.cpuUsage() };
      try {
        return await request();
      } finally {
        const { user, system } = process.cpuUsage(started.processor);
        const ended = performance.now();
        threadCount.note({ wallMs: ended - started.wall, processorMs: (user + system) / 1000 }, ended);
      }
    },
    current: () => evaluator,
    async close() {
      await context.dispose();
      await model.dispose();
      await llama.dispose();
    },
  };
}

async function openLibrary(threads = DEFAULT_THREADS): Promise<Llama> {
  try {
    return await getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      maxThreads: Math.max(1, Math.min(threads, availableParallelism())),
    });
  } catch (error) {
    throw new UserError(`no model can run inside this process: ${messageOf(error)}`, {
      remedy:
        'install the optional packages of node-llama-cpp for this platform, or use an endpoint of kind openai',
    });
  }
}
