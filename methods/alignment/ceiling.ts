/** How well difficulties of one side agree with themselves: disjoint samples of its own respondents. */
import { randomStream } from '../../domain/seeds.ts';
import { pearson } from '../statistics/correlation.ts';
import { mean } from '../statistics/mean.ts';
import { type PreparedSide, refitter } from './refit.ts';

/**
 * Correlations of the difficulties of two disjoint random samples of clusters, again and again.
 *
 * @param side whose clusters are split
 * @param size clusters in each sample, at most half of them
 * @param purpose names the stream of draws, so that the two sides are split independently
 * @param on positions of the items that are correlated; all by default
 * @returns one r a split; NaN where a sample has no two items that differ
 */
export function disjointCorrelations(
  side: PreparedSide,
  size: number,
  splits: number,
  seed: number,
  purpose: string,
  on?: readonly number[],
): Float64Array {
  const refit = refitter(side);
  const order = Int32Array.from({ length: side.clusters }, (_, cluster) => cluster);
  const one = new Uint16Array(side.clusters);
  const other = new Uint16Array(side.clusters);
  return Float64Array.from({ length: splits }, (_, split) => {
    const stream = randomStream(seed, 'split', purpose, split);
    order.forEach((_cluster, k) => (order[k] = k));
    one.fill(0);
    other.fill(0);
    for (let k = 0; k < 2 * size; k++) {
      const pick = k + stream.integer(side.clusters - k);
      const cluster = order[pick] ?? NaN;
      order[pick] = order[k] ?? NaN;
      (k < size ? one : other)[cluster] = 1;
    }
    const first = refit(one).slice();
    return correlationOfEstimated(first, refit(other), on ?? [...first.keys()]) ?? NaN;
  });
}

/** Pearson over the items that both samples could estimate. */
function correlationOfEstimated(x: Float64Array, y: Float64Array, on: readonly number[]): number | null {
  const both = on.filter((item) => !Number.isNaN(x[item]) && !Number.isNaN(y[item]));
  return pearson(
    both.map((item) => x[item] ?? NaN),
    both.map((item) => y[item] ?? NaN),
  );
}

/**
 * Reliability of a side's difficulties: the mean correlation of disjoint halves, stepped up to all clusters (Spearman
 * 1910, Brown 1910). null when halves cannot be made or do not agree at all.
 *
 * @param on as `disjointCorrelations`
 */
export function splitHalfReliability(
  side: PreparedSide,
  splits: number,
  seed: number,
  purpose: string,
  on?: readonly number[],
): number | null {
  if (side.clusters < 2 || splits < 1) return null;
  const halves = disjointCorrelations(side, Math.floor(side.clusters / 2), splits, seed, purpose, on).filter(
    (r) => !Number.isNaN(r),
  );
  if (halves.length === 0) return null;
  const r = mean(halves);
  return r > 0 ? spearmanBrown(r, 2) : null;
}

/** The correlation of two measures made `times` as long (Spearman 1910, Brown 1910). */
export function spearmanBrown(r: number, times: number): number {
  return (times * r) / (1 + (times - 1) * r);
}
