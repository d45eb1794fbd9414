/** Draws a token. Our own sampler: the draw depends on the probabilities and on the stream, and on no library's version. */
import type { RandomStream } from '../../../domain/seeds.ts';

/** A token and the natural log of its probability under the model as it is: temperature 1, nothing cut. */
export interface Drawn {
  readonly token: number;
  readonly logProb: number;
}

/** The most probable token; of equal ones the first. */
export function mostProbable(logs: Float64Array): Drawn {
  let token = 0;
  let logProb = logs[0] ?? -Infinity;
  for (let other = 1; other < logs.length; other++) {
    const log = logs[other] ?? -Infinity;
    if (log > logProb) [token, logProb] = [other, log];
  }
  return { token, logProb };
}

/**
 * Nucleus sampling (Holtzman et al. 2020): probabilities to the power 1 / temperature, cut to the most probable tokens
 * that together hold at least `topP`, drawn by inversion. Ties in order of token ids.
 *
 * @param logs natural log of each token's probability, by token id
 * @param temperature above 0
 * @param topP in (0, 1]; 1 cuts nothing
 */
export function drawToken(
  logs: Float64Array,
  rule: { readonly temperature: number; readonly topP: number },
  stream: RandomStream,
): Drawn {
  // The values alone are sorted, which an array of numbers does by itself: a tenth of the time of sorting 49,152 tokens.
  const ranked = logs.slice().sort().reverse();
  const highest = ranked[0] ?? -Infinity;
  const weights = new Float64Array(ranked.length);
  let total = 0;
  for (let rank = 0; rank < ranked.length; rank++) {
    const weight = Math.exp(((ranked[rank] ?? -Infinity) - highest) / rule.temperature);
    weights[rank] = weight;
    total += weight;
  }

  let kept = weights.length;
  if (rule.topP < 1) {
    const wanted = rule.topP * total;
    total = 0;
    for (kept = 0; kept < weights.length && total < wanted; kept++) total += weights[kept] ?? 0;
  }

  let left = stream.uniform() * total;
  let rank = 0;
  while (rank < kept - 1 && (left -= weights[rank] ?? 0) >= 0) rank += 1;
  const logProb = ranked[rank] ?? -Infinity;
  return { token: nthOf(logs, logProb, rank - ranked.indexOf(logProb)), logProb };
}

/** The token id of the value's occurrence with this index. */
function nthOf(logs: Float64Array, value: number, index: number): number {
  let token = logs.indexOf(value);
  for (let passed = 0; passed < index; passed++) token = logs.indexOf(value, token + 1);
  return token;
}
