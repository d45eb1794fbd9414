/** Draws a token. Our own sampler: the draw depends on the probabilities and on the stream, and on no library's version. */
import type { RandomStream } from '../../../domain/seeds.ts';

/** A token and the natural log of its probability under the model as it is: temperature 1, nothing cut. */
export interface Drawn {
  readonly token: number;
  readonly logProb: number;
}

/** The most probable token; of equal ones the first. */
export function mostProbable(logs: Float64Array): Drawn {
  const token = logs.reduce((best, log, at) => (log > (logs[best] ?? -Infinity) ? at : best), 0);
  return { token, logProb: logs[token] ?? -Infinity };
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
  const at = (token: number): number => logs[token] ?? -Infinity;
  const ranked = Uint32Array.from(logs, (_log, token) => token).sort((a, b) => at(b) - at(a) || a - b);
  const highest = at(ranked[0] ?? 0);
  const weights = Float64Array.from(ranked, (token) => Math.exp((at(token) - highest) / rule.temperature));
  let total = weights.reduce((sum, weight) => sum + weight, 0);

  let kept = weights.length;
  if (rule.topP < 1) {
    const wanted = rule.topP * total;
    total = 0;
    for (kept = 0; kept < weights.length && total < wanted; kept++) total += weights[kept] ?? 0;
  }

  let left = stream.uniform() * total;
  let rank = 0;
  while (rank < kept - 1 && (left -= weights[rank] ?? 0) >= 0) rank += 1;
  const token = ranked[rank] ?? 0;
  return { token, logProb: at(token) };
}
