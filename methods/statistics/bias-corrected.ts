/** Percentile intervals for an estimate whose draws do not centre on it. */
import { normalCdf, normalQuantile } from './normal.ts';
import { quantileSorted } from './quantile.ts';

/** A bias beyond this many standard deviations is not corrected further. */
const LARGEST_BIAS = 2;

/**
 * The bias-corrected percentile interval (Efron 1981, "Nonparametric standard errors and confidence intervals",
 * section 7): both ends are moved by twice z0 = Phi^-1(share of draws below the estimate).
 *
 * @param sample draws, at least one
 * @param below the share of draws below the estimate (`shareBelow`)
 * @param tail the share to leave out on either side before the correction
 */
export function biasCorrectedInterval(
  sample: Float64Array,
  below: number,
  tail: number,
): [low: number, high: number] {
  const sorted = sample.slice().sort();
  const shift = 2 * Math.max(-LARGEST_BIAS, Math.min(LARGEST_BIAS, normalQuantile(below)));
  const z = normalQuantile(1 - tail);
  return [quantileSorted(sorted, normalCdf(shift - z)), quantileSorted(sorted, normalCdf(shift + z))];
}

/** The share of draws below an estimate, ties counted half. */
export function shareBelow(sample: Float64Array, estimate: number): number {
  let below = 0;
  for (const value of sample) below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  return below / sample.length;
}
