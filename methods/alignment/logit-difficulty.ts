/** Difficulty without a response model: -logit of the share scored. */
import { logit } from '../statistics/logistic.ts';

/** Probabilities read from a model are kept off 0 and 1 by this much. */
const EDGE = 1e-6;

/**
 * -logit(share), higher is harder. Counted answers get half an answer on either side (Haldane 1955), so that an item
 * that all or none scored has a finite value; probabilities that were read, not drawn, are only kept off 0 and 1.
 *
 * @param share weighted share scored, in [0, 1]
 * @param n answers behind it, or 'exact'
 */
export function logitDifficulty(share: number, n: number | 'exact'): number {
  if (n === 'exact') return -logit(Math.min(1 - EDGE, Math.max(EDGE, share)));
  return -Math.log((n * share + 0.5) / (n * (1 - share) + 0.5));
}
