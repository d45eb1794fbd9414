/** An interval for a share of independent yes-or-no observations. */
import { normalQuantile } from './normal.ts';

/**
 * Wilson's score interval without continuity correction (Wilson 1927; Newcombe 1998, method 3).
 *
 * @param hits of n, both whole numbers
 * @param level coverage, .95 by default
 * @returns null without observations
 */
export function wilsonInterval(hits: number, n: number, level = 0.95): [low: number, high: number] | null {
  if (n === 0) return null;
  const z = normalQuantile(0.5 + level / 2);
  const share = hits / n;
  const centre = share + (z * z) / (2 * n);
  const reach = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  // At the ends the bound is 0 or 1, which rounding would miss by an ulp.
  return [hits === 0 ? 0 : (centre - reach) / scale, hits === n ? 1 : (centre + reach) / scale];
}
