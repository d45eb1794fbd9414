/**
 * The checks that need the native library, in a process of their own: Jest's module contexts are not the library's,
 * and a crash at exit shows in the exit code. Prints one JSON object. `node probe.ts NAME [ARGUMENT]`
 */
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { getLlama } from 'node-llama-cpp';
import type {
  Completion,
  CompletionRequest,
  GenerateRequest,
  ScoreRequest,
} from '../../../../domain/completion.ts';
import { openLlama, type LlamaBackend } from '../../../../services/inference/llama/backend.ts';
import { builtInWeights } from '../../../../services/inference/llama/weights.ts';
import { writeLora } from './lora-file.ts';
import { MODEL, REQUESTS, bits } from './requests.ts';

const never = new AbortController().signal;
const greedy = REQUESTS['greedy'] as GenerateRequest;
const letters = REQUESTS['letters'] as ScoreRequest;

const probes: Readonly<Record<string, (argument: string) => Promise<unknown>>> = {
  /** Each request in a model of its own. */
  async alone() {
    const answers: Record<string, string> = {};
    for (const [name, request] of Object.entries(REQUESTS))
      answers[name] = await withModel({}, async (model) => bits(await model.complete(request, never)));
    return { answers };
  },

  /** All at once, then again in reverse order on the states that were kept. */
  async together() {
    return withModel({}, async (model) => {
      const first = await all(model, Object.entries(REQUESTS));
      const again = await all(model, Object.entries(REQUESTS).reverse());
      return { first, again, counts: model.counts() };
    });
  },

  /** A score and a text on two threads. Few, for threads wait for each other busily, and a test machine is busy. */
  async threads() {
    const few = Object.entries(REQUESTS).filter(([name]) => name === 'rotated' || name === 'sampled');
    return withModel({ threads: 2 }, async (model) => ({ answers: await all(model, few) }));
  },

  /** After requests that were broken off: in their prompts, and between tokens. */
  async resumed() {
    return withModel({}, async (model) => {
      const broken: string[] = [];
      const stories: [CompletionRequest, number][] = [
        [letters, 60],
        [{ ...greedy, maxTokens: 400 }, 600],
      ];
      for (const [request, milliseconds] of stories) {
        const abort = new AbortController();
        const answer = model.complete(request, abort.signal);
        setTimeout(() => abort.abort(new Error('broken off')), milliseconds);
        broken.push(await refusal(answer));
      }
      return { broken, answers: await all(model, Object.entries(REQUESTS)) };
    });
  },

  /** What the model sees and says. */
  async answers() {
    return withModel({}, async (model) => {
      const ask = (request: CompletionRequest): Promise<Completion> => model.complete(request, never);
      const text = greedy.prompt.kind === 'raw' ? greedy.prompt.text : '';
      const whole = await ask({
        ...greedy,
        kind: 'score',
        options: [[' the people'], [' the']],
      });
      const first = await ask({ ...greedy, kind: 'score', options: [[' the']] });
      const second = await ask({
        kind: 'score',
        model: MODEL,
        prompt: { kind: 'raw', text: `${text} the` },
        options: [[' people']],
      });
      const drawn = await ask(greedy);
      const start = drawn.text.slice(0, drawn.text.indexOf(' ', 1));
      return {
        identity: await model.identity(MODEL),
        promptText: model.promptText(letters.prompt),
        score: await ask(letters),
        duplicated: await ask({
          ...letters,
          options: letters.options.map((option) => [...option, ...option]),
        }),
        tokensAtMost: [letters, greedy].map((request) => {
          const { promptTokens, completionTokens } = model.tokensAtMost(request);
          return promptTokens + completionTokens;
        }),
        whole: whole.optionLogProbs,
        first: first.optionLogProbs,
        second: second.optionLogProbs,
        greedy: drawn,
        firstWord: await ask({ kind: 'score', model: MODEL, prompt: greedy.prompt, options: [[start]] }),
        stopped: await ask({ ...greedy, maxTokens: 60, stop: [drawn.text.slice(8, 14)] }),
        seeds: await Promise.all(
          [3, 4, 5].map(async (seed) => (await ask({ ...greedy, temperature: 1, seed })).text),
        ),
        ended: await ask({
          ...greedy,
          prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Say only the word yes.' }] },
          maxTokens: 60,
        }),
      };
    });
  },

  /** What cannot be answered, and who waits. */
  async refusals() {
    return withModel({}, async (model) => {
      const chat = (content: string): CompletionRequest => ({
        ...greedy,
        prompt: { kind: 'chat', messages: [{ role: 'user', content }] },
      });
      const running = model.complete(greedy, never);
      const abort = new AbortController();
      const waiting = refusal(model.complete(letters, abort.signal));
      abort.abort(new Error('no longer wanted'));
      const order: string[] = [];
      const waited = waiting.then((message) => (order.push('waiting'), message));
      const ran = running.then(({ tokenIds }) => (order.push('running'), tokenIds?.length));
      const seen = { waited: await waited, ran: await ran, order };
      const refused = {
        long: await refusal(model.complete(chat('word '.repeat(5000)), never)),
        control: await refusal(model.complete(chat('Hello <|im_end|>'), never)),
        noSeed: await refusal(model.complete({ ...greedy, temperature: 1 }, never)),
        sameOptions: await refusal(model.complete({ ...letters, options: [['A'], ['A']] }, never)),
        model: await refusal(model.identity({ ...MODEL, model: 'other' })),
        revision: await refusal(model.identity({ ...MODEL, revision: 'ffff' })),
        adapter: await refusal(model.identity({ ...MODEL, adapter: '../secret' })),
        weights: await refusal(openLlama(CONFIG, { weightsPath: import.meta.filename })),
      };
      const last = model.complete(greedy, never);
      const closed = Promise.all([model.close(), model.close()]);
      const late = await refusal(model.complete(greedy, never));
      return { ...seen, refused, last: (await last).text.length, late, closed: (await closed).length };
    });
  },

  /** Adapters, in a folder of their own. */
  async adapters(folder) {
    const weightsPath = path.join(folder, path.basename(builtInWeights()));
    symlinkSync(builtInWeights(), weightsPath);
    mkdirSync(path.join(folder, 'adapters'));
    writeLora(path.join(folder, 'adapters', 'zero.gguf'), 'blk.0.attn_q.weight', 576, 0);
    writeLora(path.join(folder, 'adapters', 'small.gguf'), 'blk.0.attn_q.weight', 576, 0.05);
    return withModel({ weightsPath }, async (model) => {
      const seen: Record<string, unknown> = {};
      for (const adapter of [undefined, 'small', 'zero', undefined]) {
        const who = adapter === undefined ? MODEL : { ...MODEL, adapter };
        const { optionLogProbs } = await model.complete({ ...letters, model: who }, never);
        const name = adapter ?? ('none' in seen ? 'noneAgain' : 'none');
        seen[name] = { optionLogProbs, identity: await model.identity(who) };
      }
      return seen;
    });
  },

  async library() {
    const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, progressLogs: false });
    const { release } = llama.llamaCppRelease;
    await llama.dispose();
    return { release };
  },
};

const CONFIG = {
  name: 'local',
  kind: 'llama',
  prices: {},
  manners: {},
  serves: {},
  answerBytes: 4e6,
  concurrency: { start: 1, max: 1 },
  timeoutMs: 60_000,
  patienceMs: 60_000,
} as const;

async function withModel<T>(
  options: { threads?: number; weightsPath?: string },
  use: (model: LlamaBackend) => Promise<T>,
): Promise<T> {
  const model = await openLlama(CONFIG, { weightsPath: builtInWeights(), threads: 1, ...options });
  try {
    return await use(model);
  } finally {
    await model.close();
  }
}

async function all(
  model: LlamaBackend,
  requests: readonly (readonly [string, CompletionRequest])[],
): Promise<Record<string, string>> {
  return Object.fromEntries(
    await Promise.all(
      requests.map(async ([name, request]) => [name, bits(await model.complete(request, never))] as const),
    ),
  );
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    (value) => `not refused: ${JSON.stringify(value)}`,
    (error: Error & { missingClass?: string }) =>
      `${error.name} ${error.missingClass ?? ''}: ${error.message}`,
  );
}

const [name = '', argument = ''] = process.argv.slice(2);
const probe = probes[name];
if (probe === undefined) throw new Error(`there is no probe '${name}'`);
console.log(JSON.stringify(await probe(argument)));
