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
      const score = scores[p * items + i] ?? NaN;
      if (Number.isNaN(score)) continue;
      totals[p] = (totals[p] ?? NaN) + score;
      counts[p] = (counts[p] ?? NaN) + 1;
    }
  const pairs = emptyPairs(persons);
  return Array.from({ length: items }, (_, item) => {
    pairs.count = 0;
    for (let p = 0; p < persons; p++) {
      const own = scores[p * items + item] ?? NaN;
      const others = (counts[p] ?? NaN) - 1;
      const weight = weights === undefined ? 1 : (weights[p] ?? NaN);
      if (Number.isNaN(own) || others < 1 || weight === 0) continue;
      pairs.own[pairs.count] = own;
      pairs.rest[pairs.count] = ((totals[p] ?? NaN) - own) / others;
      pairs.weight[pairs.count++] = weight;
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
  const weightOf = (p: number): number => (weights === undefined ? 1 : (weights[p] ?? NaN));
  const variance = (value: (p: number) => number): number => {
    const sum = complete.reduce((total, p) => total + weightOf(p), 0);
    const mean = complete.reduce((total, p) => total + weightOf(p) * value(p), 0) / sum;
    return complete.reduce((total, p) => total + weightOf(p) * (value(p) - mean) ** 2, 0) / sum;
  };
  const at = (p: number, i: number): number => scores[p * items + i] ?? NaN;
  const ofSums = variance((p) => Array.from({ length: items }, (_, i) => at(p, i)).reduce((a, b) => a + b));
  if (ofSums < 1e-12) return null;
  const ofItems = Array.from({ length: items }, (_, i) => variance((p) => at(p, i))).reduce((a, b) => a + b);
  return (items / (items - 1)) * (1 - ofItems / ofSums);
}

/** Up to as many pairs as there are persons, used anew for each item. */
interface Pairs {
  readonly own: Float64Array;
  readonly rest: Float64Array;
  readonly weight: Float64Array;
  count: number;
}

function emptyPairs(most: number): Pairs {
  return {
    own: new Float64Array(most),
    rest: new Float64Array(most),
    weight: new Float64Array(most),
    count: 0,
  };
}

function weightedPearson({ own, rest, weight, count }: Pairs): number | null {
  if (count < 3) return null;
  let [sum, ownSum, restSum] = [0, 0, 0];
  for (let k = 0; k < count; k++) {
    const w = weight[k] ?? NaN;
    sum += w;
    ownSum += w * (own[k] ?? NaN);
    restSum += w * (rest[k] ?? NaN);
  }
  const ownMean = ownSum / sum;
  const restMean = restSum / sum;
  let [xx, yy, xy] = [0, 0, 0];
  for (let k = 0; k < count; k++) {
    const w = weight[k] ?? NaN;
    const x = (own[k] ?? NaN) - ownMean;
    const y = (rest[k] ?? NaN) - restMean;
    xx += w * x ** 2;
    yy += w * y ** 2;
    xy += w * x * y;
  }
  if (xx < 1e-12 * sum || yy < 1e-12 * sum) return null;
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy)));
}
