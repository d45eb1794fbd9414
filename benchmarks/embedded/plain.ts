/** What the embedded backend is measured against: the library as its own examples use it, one prompt after another. */
import {
  type LlamaContextSequence,
  LlamaLogLevel,
  type LlamaModel,
  type Token,
  getLlama,
} from 'node-llama-cpp';
import type { CompletionRequest, GenerateRequest, ScoreRequest } from '../../domain/completion.ts';
import { promptText } from '../../services/inference/llama/prompt.ts';

const CONTEXT_TOKENS = 4096;
const FOUR = [0, 1, 2, 3];

export interface Plain {
  /** Reads the prompt from its beginning, and answers it. @returns tokens that were drawn */
  ask(request: CompletionRequest): Promise<number>;
  /** Milliseconds for a batch of tokens in each of four sequences: one sequence after the other, and all at once. */
  batching(tokens: number): Promise<{ readonly oneByOneMs: number; readonly atOnceMs: number }>;
  close(): Promise<void>;
}

/** Loads the weights anew, with the library's own settings but for the threads. */
export async function openPlain(weightsPath: string, threads: number): Promise<Plain> {
  const llama = await getLlama({
    ...{ gpu: false, build: 'never', skipDownload: true, progressLogs: false },
    ...{ logLevel: LlamaLogLevel.error, maxThreads: threads },
  });
  const model = await llama.loadModel({ modelPath: weightsPath, gpuLayers: 0 });
  const context = await model.createContext({ contextSize: CONTEXT_TOKENS, threads });
  const sequence = context.getSequence();
  return {
    async ask(request) {
      await sequence.clearHistory();
      const prompt = model.tokenize(promptText(model, request.prompt), true);
      return request.kind === 'generate'
        ? write(model, sequence, prompt, request)
        : score(model, sequence, prompt, request);
    },
    async batching(tokens) {
      const four = await model.createContext({
        ...{ contextSize: CONTEXT_TOKENS, sequences: FOUR.length, threads },
        batchSize: FOUR.length * tokens,
      });
      const batch = model.tokenize('and the sea was calm '.repeat(tokens)).slice(0, tokens);
      const sequences = FOUR.map(() => four.getSequence());
      const oneByOneMs = await milliseconds(async () => {
        for (const one of sequences) await one.controlledEvaluate(batch);
      });
      const atOnceMs = await milliseconds(() =>
        Promise.all(sequences.map((one) => one.controlledEvaluate(batch))),
      );
      await four.dispose();
      return { oneByOneMs, atOnceMs };
    },
    async close() {
      await context.dispose();
      await model.dispose();
      await llama.dispose();
    },
  };
}

async function write(
  model: LlamaModel,
  sequence: LlamaContextSequence,
  prompt: Token[],
  { temperature, topP = 1, seed = 0, maxTokens }: GenerateRequest,
): Promise<number> {
  let drawn = 0;
  for await (const token of sequence.evaluate(prompt, { temperature, topP, topK: 0, seed })) {
    drawn += 1;
    if (drawn >= maxTokens || model.isEogToken(token)) break;
  }
  return drawn;
}

/** The first token's probability stands for a spelling: the requests here have spellings of one token. */
async function score(
  model: LlamaModel,
  sequence: LlamaContextSequence,
  prompt: Token[],
  { options }: ScoreRequest,
): Promise<number> {
  const last = prompt.at(-1);
  if (last === undefined) throw new Error('an empty prompt');
  const outputs = await sequence.controlledEvaluate([
    ...prompt.slice(0, -1),
    [last, { generateNext: { probabilities: true, options: { temperature: 0 } } }],
  ]);
  const found = outputs.at(-1)?.next.probabilities;
  if (found === undefined) throw new Error('no probabilities');
  const sums = options.map((spellings) =>
    spellings
      .map((text) => found.get(model.tokenize(text, false, 'trimLeadingSpace')[0] ?? (0 as Token)) ?? 0)
      .reduce((sum, probability) => sum + probability, 0),
  );
  if (!sums.every(Number.isFinite)) throw new Error('no probability');
  return 0;
}

/** The median of several times. */
async function milliseconds(work: () => Promise<unknown>, times = 9): Promise<number> {
  const found: number[] = [];
  for (let time = 0; time < times; time++) {
    const began = performance.now();
    await work();
    found.push(performance.now() - began);
  }
  return found.sort((a, b) => a - b)[times >> 1] ?? NaN;
}
