/** How far into the tails a percentile interval of a small sample has to go. */
import { normalCdf, normalQuantile } from './normal.ts';

/** The standard normal quantile at .975. */
const Z = 1.959963984540054;

/**
 * The tail of an expanded percentile interval (Hesterberg 2015, "What Teachers Should Know About the Bootstrap",
 * section 5.3): a plain percentile interval is too narrow by sqrt((n - 1) / n) and uses normal instead of t
 * quantiles; the tail Phi(-sqrt(n / (n - 1)) t_{n-1, .975}) makes up for both. A correlation takes two degrees of
 * freedom instead of one.
 *
 * @param n units that are resampled
 * @param taken degrees of freedom that the statistic takes: 1 for a mean, 2 for a correlation; below n
 * @param level of the interval
 * @returns the share to leave out on either side: .025 for large n and the level .95
 */
export function expandedTail(n: number, taken: 1 | 2, level = 0.95): number {
  const df = n - taken;
  const t = level === 0.95 ? studentQuantile975(df) : studentQuantile(df, (1 + level) / 2);
  return normalCdf(-Math.sqrt(n / df) * t);
}

/** The .975 quantile of Student's t: exact at 1 and 2 degrees of freedom, else Abramowitz and Stegun 26.7.5. */
export function studentQuantile975(df: number): number {
  if (df <= 1) return 12.706204736432095;
  if (df <= 2) return 4.302652729911275;
  return expansion(Z, df);
}

/** A quantile of Student's t above its median: exact at 1 and 2 degrees of freedom, else Abramowitz and Stegun 26.7.5. */
export function studentQuantile(df: number, probability: number): number {
  if (df <= 1) return Math.tan(Math.PI * (probability - 0.5));
  if (df <= 2) return (2 * probability - 1) / Math.sqrt(2 * probability * (1 - probability));
  return expansion(normalQuantile(probability), df);
}

/** @param z the normal quantile */
function expansion(z: number, df: number): number {
  const g1 = (z ** 3 + z) / 4;
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  const g4 = (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160;
  return z + g1 / df + g2 / df ** 2 + g3 / df ** 3 + g4 / df ** 4;
}
