/** Classical statistics of a response matrix, before any model: item-rest correlations and Cronbach's alpha. */
import type { ResponseMatrix } from './responses.ts';

/**
 * For each item the Pearson correlation of its score with the mean of the person's other answers, over persons who answered
 * it and at least one other, weighted. Without missing answers this is the corrected item-total correlation. An item that
 * runs against the others has a negative one.
 *
 * @returns null where fewer than three persons remain, or one of the two does not vary
 */
export function itemRestCorrelations(responses: ResponseMatrix): (number | null)[] {
  const { persons, items, scores, weights } = responses;
  const totals = new Float64Array(persons);
  const counts = new Int32Array(persons);
  for (let p = 0; p < persons; p++)
    for (let i = 0; i < items; i++) {
      const score = scores[p * items + i] as number;
      if (Number.isNaN(score)) continue;
      totals[p] = (totals[p] as number) + score;
      counts[p] = (counts[p] as number) + 1;
    }
  return Array.from({ length: items }, (_, item) => {
    const pairs: { readonly own: number; readonly rest: number; readonly weight: number }[] = [];
    for (let p = 0; p < persons; p++) {
      const own = scores[p * items + item] as number;
      const others = (counts[p] as number) - 1;
      const weight = weights === undefined ? 1 : (weights[p] as number);
      if (Number.isNaN(own) || others < 1 || weight === 0) continue;
      pairs.push({ own, rest: ((totals[p] as number) - own) / others, weight });
    }
    return weightedPearson(pairs);
  });
}

/**
 * Cronbach's alpha (1951): k / (k - 1) (1 - sum of item variances / variance of the sums), over persons who answered every
 * item, weighted.
 *
 * @returns null below two items or three such persons, or where their sums do not vary
 */
export function cronbachAlpha({ persons, items, scores, weights }: ResponseMatrix): number | null {
  const complete: number[] = [];
  for (let p = 0; p < persons; p++)
    if (!scores.subarray(p * items, (p + 1) * items).some(Number.isNaN)) complete.push(p);
  if (items < 2 || complete.length < 3) return null;
  const weightOf = (p: number): number => (weights === undefined ? 1 : (weights[p] as number));
  const variance = (value: (p: number) => number): number => {
    const sum = complete.reduce((total, p) => total + weightOf(p), 0);
    const mean = complete.reduce((total, p) => total + weightOf(p) * value(p), 0) / sum;
    return complete.reduce((total, p) => total + weightOf(p) * (value(p) - mean) ** 2, 0) / sum;
  };
  const at = (p: number, i: number): number => scores[p * items + i] as number;
  const ofSums = variance((p) => Array.from({ length: items }, (_, i) => at(p, i)).reduce((a, b) => a + b));
  if (ofSums < 1e-12) return null;
  const ofItems = Array.from({ length: items }, (_, i) => variance((p) => at(p, i))).reduce((a, b) => a + b);
  return (items / (items - 1)) * (1 - ofItems / ofSums);
}

function weightedPearson(
  pairs: readonly { readonly own: number; readonly rest: number; readonly weight: number }[],
): number | null {
  if (pairs.length < 3) return null;
  const sum = pairs.reduce((total, { weight }) => total + weight, 0);
  const own = pairs.reduce((total, pair) => total + pair.weight * pair.own, 0) / sum;
  const rest = pairs.reduce((total, pair) => total + pair.weight * pair.rest, 0) / sum;
  let [xx, yy, xy] = [0, 0, 0];
  for (const pair of pairs) {
    xx += pair.weight * (pair.own - own) ** 2;
    yy += pair.weight * (pair.rest - rest) ** 2;
    xy += pair.weight * (pair.own - own) * (pair.rest - rest);
  }
  if (xx < 1e-12 * sum || yy < 1e-12 * sum) return null;
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy)));
}
