/** How far into the tails a percentile interval of a small sample has to go. */
import { normalCdf } from './normal.ts';

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
 * @returns the share to leave out on either side: .025 for large n
 */
export function expandedTail(n: number, taken: 1 | 2): number {
  const df = n - taken;
  return normalCdf(-Math.sqrt(n / df) * studentQuantile975(df));
}

/** The .975 quantile of Student's t: exact at 1 and 2 degrees of freedom, else Abramowitz and Stegun 26.7.5. */
export function studentQuantile975(df: number): number {
  if (df <= 1) return 12.706204736432095;
  if (df <= 2) return 4.302652729911275;
  const g1 = (Z ** 3 + Z) / 4;
  const g2 = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96;
  const g3 = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384;
  const g4 = (79 * Z ** 9 + 776 * Z ** 7 + 1482 * Z ** 5 - 1920 * Z ** 3 - 945 * Z) / 92160;
  return Z + g1 / df + g2 / df ** 2 + g3 / df ** 3 + g4 / df ** 4;
}
