/** Difficulties with a known relation to given ones: what a measure of alignment must find again. */
import { randomStream } from '../../../domain/seeds.ts';
import { mean, variance } from '../../../methods/statistics/mean.ts';

export interface Planting {
  /** Correlation with the given difficulties. */
  readonly rho: number;
  /** Standard deviation over that of the given difficulties. */
  readonly spread: number;
  /** Items (by index) that are off by much more than the others, and in which direction. */
  readonly displaced: readonly { readonly item: number; readonly direction: 1 | -1 }[];
  readonly seed: number;
}

/** How far displaced items are off, and the others' standard deviation, before scaling. */
const DISPLACED = 3;
const OTHERS = 0.45;

/**
 * Difficulties y = mean + spread * s * (rho z + sqrt(1 - rho^2) e): z are the given ones standardized; e is drawn,
 * large for the displaced items, made orthogonal to z and given mean 0 and variance 1. So correlation, mean and spread
 * of all items together, displaced ones included, are exactly as asked.
 *
 * @param b difficulties to relate to, in logits
 */
export function plantDifficulties(
  b: readonly number[],
  { rho, spread, displaced, seed }: Planting,
): number[] {
  const level = mean(b);
  const sd = Math.sqrt(variance(b, 'population'));
  const z = b.map((value) => (value - level) / sd);
  const stream = randomStream(seed, 'planted');
  const direction = new Map(displaced.map((one) => [one.item, one.direction]));
  const raw = b.map((_, item) => {
    const drawn = OTHERS * stream.normal();
    return direction.has(item) ? DISPLACED * (direction.get(item) ?? 1) : drawn;
  });
  const e = standardized(orthogonal(raw, z));
  return z.map(
    (value, item) => level + spread * sd * (rho * value + Math.sqrt(1 - rho ** 2) * (e[item] ?? 0)),
  );
}

function orthogonal(x: readonly number[], z: readonly number[]): number[] {
  const level = mean(x);
  const slope = x.reduce((sum, value, item) => sum + (value - level) * (z[item] ?? 0), 0) / x.length;
  return x.map((value, item) => value - level - slope * (z[item] ?? 0));
}

function standardized(x: readonly number[]): number[] {
  const sd = Math.sqrt(variance(x, 'population'));
  return x.map((value) => value / sd);
}
