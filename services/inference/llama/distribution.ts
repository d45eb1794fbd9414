/** The whole distribution of the next token, as the library is asked for it and as it is read. */
import type { ControlledEvaluateIndexOutput, ControlledEvaluateInputItem, Token } from 'node-llama-cpp';
import { Fault } from '../../../domain/errors.ts';
import { logProbs } from './softmax.ts';

/**
 * A token after which the distribution is wanted. At temperature 0 the library's chain of samplers is the greedy one
 * alone, which cuts nothing: what it reports is the softmax of the raw logits over the whole vocabulary. At any other
 * setting top-k, top-p and temperature come first, and most tokens are missing. Costs some 25 ms: the library sorts.
 */
export function asked(token: Token): ControlledEvaluateInputItem {
  return [token, { generateNext: { probabilities: true, options: { temperature: 0 } } }];
}

/** The natural log of every token's probability, by token id. */
export function distribution(answer: ControlledEvaluateIndexOutput | undefined): Float64Array {
  const found = answer?.next.probabilities;
  if (found === undefined) throw new Fault('the model gave no probabilities');
  const probabilities = new Float32Array(found.size).fill(NaN);
  found.forEach((probability, token) => (probabilities[token] = probability));
  if (probabilities.includes(NaN))
    throw new Fault('the model gave the probabilities of a part of its vocabulary');
  return logProbs(probabilities);
}
