/** The embedded backend: a model in this process, asked through the one canonical evaluation. */
import type { Completion, CompletionRequest, ModelRef, Prompt } from '../../../domain/completion.ts';
import type { Backend, EndpointConfig, TokensAtMost } from '../../../domain/endpoint.ts';
import { Fault, TransportError, UserError, messageOf } from '../../../domain/errors.ts';
import { mannerOf } from '../../../domain/manner.ts';
import { CANONICAL } from './canonical.ts';
import { openEngine, type Engine, type EngineOptions } from './engine.ts';
import { Gate } from './gate.ts';
import { generate } from './generate.ts';
import { continuationTokens, promptText, promptTokens } from './prompt.ts';
import { scoreOptions } from './score.ts';
import { fileSha256, modelIds, resolveAdapter } from './weights.ts';

/** A `Backend`, and what tests and reports look at. */
export interface LlamaBackend extends Backend {
  /** The exact text that the model sees for a prompt. */
  promptText(prompt: Prompt): string;
  /** Tokens that were evaluated, and that were not because a state was kept, since the context was made. */
  counts(): { readonly evaluated: number; readonly reused: number };
}

/** One evaluation at a time in this process, whoever opened the model. */
const gate = new Gate();

/**
 * Opens the embedded model: one model and one context, requests strictly one at a time, threads never more than
 * physical cores (2 by default). A request's answer, with its log-probabilities, is the same bits whatever was asked
 * before, and on any number of threads. `text` of a score is the first spelling of the most probable option.
 *
 * A waiting request whose signal is aborted leaves the line at once; a running one ends between two batches. Both
 * throw the signal's reason.
 *
 * @throws UserError where the weights cannot be loaded
 */
export async function openLlama(config: EndpointConfig, options: EngineOptions): Promise<LlamaBackend> {
  const { weightsPath } = options;
  const engine = await openEngine(options);
  let closing: Promise<void> | undefined;
  const closed = (): TransportError => endpointError(`the endpoint '${config.name}' is closed`);

  async function identity(model: ModelRef): ReturnType<Backend['identity']> {
    const place = `endpoint '${config.name}'`;
    if (Object.keys(mannerOf(model.manner, config.manners[model.model] ?? config.manners['*'])).length > 0)
      throw new UserError('the embedded model is asked in its one way', {
        place,
        remedy: 'Take extra, limit, omit and reasoningTokens of this model out.',
      });
    const ids = modelIds(weightsPath);
    if (!ids.some((id) => id.toLowerCase() === model.model.toLowerCase()))
      throw new UserError(`there is no model '${model.model}'`, {
        place,
        remedy: `use '${ids.join("' or '")}'`,
      });
    const weights = await fileSha256(weightsPath);
    if (model.revision !== undefined && !weights.startsWith(model.revision))
      throw new UserError(`the weights are not revision '${model.revision}': their SHA-256 is ${weights}`, {
        place,
      });
    if (model.adapter === undefined) return { kind: CANONICAL.name, weights };
    const adapter = await fileSha256(await resolveAdapter(weightsPath, model.adapter));
    return { kind: CANONICAL.name, weights, adapter };
  }

  return {
    identity,
    async complete(request, signal, onSent) {
      if (closing !== undefined) throw closed();
      const adapter = request.model.adapter;
      const adapterPath = adapter === undefined ? undefined : await resolveAdapter(weightsPath, adapter);
      return gate.run(async () => {
        if (closing !== undefined) throw closed();
        onSent?.();
        return engine.onThreads(() => answer(engine, request, adapterPath, signal));
      }, signal);
    },
    tokensAtMost: (request) => tokensAtMost(engine, request),
    promptText: (prompt) => promptText(engine.model, prompt),
    counts: () => ({ ...engine.current().counts }),
    close() {
      // In the line like everybody: what runs is finished first, and what waits behind is refused by its own turn.
      closing ??= gate.run(() => engine.close(), new AbortController().signal);
      return closing;
    },
  };
}

async function answer(
  engine: Engine,
  request: CompletionRequest,
  adapterPath: string | undefined,
  signal: AbortSignal,
): Promise<Completion> {
  const started = performance.now();
  try {
    const evaluator = await engine.evaluator(adapterPath);
    const prompt = promptTokens(engine.model, request.prompt);
    const usage = (completionTokens: number): Completion['usage'] => ({
      promptTokens: prompt.length,
      completionTokens,
      estimated: false,
    });
    if (request.kind === 'generate') {
      const made = await generate(evaluator, engine.model, prompt, request, signal);
      return { ...made, usage: usage(made.tokenIds.length), latencyMs: performance.now() - started };
    }
    const spellings = request.options.map((option) =>
      option.map((spelling) => continuationTokens(engine.model, spelling)),
    );
    const { logProbs, tokens } = await scoreOptions(evaluator, prompt, spellings, signal);
    const best = logProbs.indexOf(Math.max(...logProbs));
    return {
      text: request.options[best]?.[0] ?? '',
      finishReason: 'stop',
      optionLogProbs: logProbs,
      usage: usage(tokens),
      latencyMs: performance.now() - started,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Fault || error instanceof TransportError || error instanceof UserError) throw error;
    throw endpointError(`the embedded model failed: ${messageOf(error)}`);
  }
}

/** Exact for the prompt, and all that may be answered. */
function tokensAtMost({ model }: Engine, request: CompletionRequest): TokensAtMost {
  const prompt = promptTokens(model, request.prompt).length;
  if (request.kind === 'generate') return { promptTokens: prompt, completionTokens: request.maxTokens };
  const scored = request.options.flat().map((text) => continuationTokens(model, text).length);
  return { promptTokens: scored.reduce((sum, tokens) => sum + tokens, prompt), completionTokens: 0 };
}

function endpointError(message: string): TransportError {
  return new TransportError(message, { missingClass: 'endpoint', retryable: true });
}
