/** Generates text, token by token. */
import type { LlamaModel, Token } from 'node-llama-cpp';
import type { GenerateRequest } from '../../../domain/completion.ts';
import { Fault } from '../../../domain/errors.ts';
import { randomStream } from '../../../domain/seeds.ts';
import type { Evaluator } from './evaluator.ts';
import { drawToken, mostProbable, type Drawn } from './sample.ts';

export interface Generated {
  readonly text: string;
  readonly finishReason: 'stop' | 'length';
  /** All tokens that were drawn, the one that ended the answer and those of a stop string included. */
  readonly tokenIds: number[];
  /** Natural logs under the model as it is: temperature 1, nothing cut. */
  readonly tokenLogProbs: number[];
}

/**
 * Greedy at temperature 0; else drawn from `randomStream(seed, 'llama-sample')`, one uniform a token.
 *
 * @throws Fault where a sampled request has no seed; the signal's reason between two tokens
 */
export async function generate(
  evaluator: Evaluator,
  model: LlamaModel,
  prompt: readonly Token[],
  request: GenerateRequest,
  signal: AbortSignal,
): Promise<Generated> {
  const draw = drawFor(request);
  const tokenIds: Token[] = [];
  const tokenLogProbs: number[] = [];
  const finished = (finishReason: 'stop' | 'length', text = model.detokenize(tokenIds)): Generated => ({
    text,
    finishReason,
    tokenIds,
    tokenLogProbs,
  });

  if (request.maxTokens < 1) return finished('length');
  let [place, logs] = await evaluator.prompt(prompt, signal);
  for (;;) {
    const drawn = draw(logs);
    const token = drawn.token as Token;
    tokenIds.push(token);
    tokenLogProbs.push(drawn.logProb);
    if (model.isEogToken(token)) return finished('stop', model.detokenize(tokenIds.slice(0, -1)));
    const stopped = textBeforeStop(model, tokenIds, request.stop ?? []);
    if (stopped !== undefined) return finished('stop', stopped);
    if (tokenIds.length >= request.maxTokens || place.length >= evaluator.room) return finished('length');
    signal.throwIfAborted();
    [place, logs] = await evaluator.after(place, [token]);
  }
}

function drawFor({ temperature, topP = 1, seed }: GenerateRequest): (logs: Float64Array) => Drawn {
  if (temperature === 0) return mostProbable;
  if (!(temperature > 0)) throw new Fault(`a temperature is 0 or above, not ${temperature}`);
  if (seed === undefined) throw new Fault('a request for sampled text has no seed');
  const stream = randomStream(seed, 'llama-sample');
  return (logs) => drawToken(logs, { temperature, topP }, stream);
}

/** The text up to the earliest stop string, if there is one. */
function textBeforeStop(
  model: LlamaModel,
  tokens: readonly Token[],
  stops: readonly string[],
): string | undefined {
  if (stops.length === 0) return undefined;
  const text = model.detokenize(tokens);
  const places = stops.map((stop) => text.indexOf(stop)).filter((place) => place >= 0);
  return places.length === 0 ? undefined : text.slice(0, Math.min(...places));
}
