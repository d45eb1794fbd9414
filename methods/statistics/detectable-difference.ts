/** What a paired comparison of so many problems can see. */
import { normalQuantile } from './normal.ts';

const BISECTIONS = 60;

/**
 * The smallest difference of two shares that McNemar's test detects, for a given share of discordant pairs
 * (Connor 1987, "Sample size for testing differences in proportions for the paired-sample design", Biometrics 43:
 * n d^2 = (z_alpha sqrt(psi) + z_beta sqrt(psi - d^2))^2).
 *
 * @param problems pairs, n
 * @param discordant share of pairs that only one method solves, psi, in (0, 1]
 * @returns a difference in (0, psi]; null where not even one-sided discordance (d = psi) is detected
 */
export function detectableDifference(
  problems: number,
  discordant: number,
  { power = 0.8, alpha = 0.05 }: { readonly power?: number; readonly alpha?: number } = {},
): number | null {
  const zAlpha = normalQuantile(1 - alpha / 2);
  const zBeta = normalQuantile(power);
  const detects = (d: number): boolean =>
    d * Math.sqrt(problems) >=
    zAlpha * Math.sqrt(discordant) + zBeta * Math.sqrt(Math.max(0, discordant - d * d));
  if (!(discordant > 0) || !detects(discordant)) return null;
  let low = 0;
  let high = discordant;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (detects(middle)) high = middle;
    else low = middle;
  }
  return high;
}
