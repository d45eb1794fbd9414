/** Differences of means: their size in standard deviations, and how many observations see one. */
import { mean, variance } from './mean.ts';
import { normalQuantile } from './normal.ts';

/**
 * Cohen's d_z: the mean of paired differences by their standard deviation (Cohen 1988, section 2.3.5).
 *
 * @param differences NaN where a pair has none
 * @returns null for fewer than two, and where they do not vary
 */
export function standardizedDifference(differences: Float64Array): number | null {
  const there = differences.filter((difference) => !Number.isNaN(difference));
  const deviation = deviationOf(there);
  return deviation === null || deviation === 0 ? null : mean(there) / deviation;
}

/** The sample standard deviation of what is there; null for fewer than two. */
export function deviationOf(values: Float64Array): number | null {
  const there = values.filter((value) => !Number.isNaN(value));
  return there.length < 2 ? null : Math.sqrt(variance(there, 'sample'));
}

export interface SizeOptions {
  readonly power?: number;
  /** Two-sided. */
  readonly alpha?: number;
}

/**
 * Observations in each of two groups that detect a difference of their means: 2 (z_alpha + z_beta)^2 (s / d)^2, rounded up
 * (Cohen 1988, equation 12.2.1 in its normal form).
 *
 * @param difference d > 0, in the unit of `deviation`
 */
export function observationsPerGroup(
  difference: number,
  deviation: number,
  options: SizeOptions = {},
): number {
  return Math.max(2, Math.ceil(2 * squaredQuantiles(options) * (deviation / difference) ** 2));
}

/** Pairs that detect a mean difference whose standard deviation over pairs is `deviation`: (z_alpha + z_beta)^2 (s / d)^2. */
export function pairsNeeded(difference: number, deviation: number, options: SizeOptions = {}): number {
  return Math.max(2, Math.ceil(squaredQuantiles(options) * (deviation / difference) ** 2));
}

/** The mean difference that so many pairs detect. */
export function detectableMean(pairs: number, deviation: number, options: SizeOptions = {}): number {
  return Math.sqrt(squaredQuantiles(options) / pairs) * deviation;
}

function squaredQuantiles({ power = 0.8, alpha = 0.05 }: SizeOptions): number {
  return (normalQuantile(1 - alpha / 2) + normalQuantile(power)) ** 2;
}
