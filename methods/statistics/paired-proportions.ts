/** The difference of two shares that were observed on the same problems. */
import type { PairedCounts } from './mcnemar.ts';
import { normalQuantile } from './normal.ts';

const BISECTIONS = 60;

/**
 * Tango's score interval for share(one) - share(other) (Tango 1998, "Equivalence test and confidence interval for the
 * difference in proportions for the paired-sample design", Statistics in Medicine 17, equations 5 to 9). It inverts the
 * score test whose form at no difference is McNemar's, so that it stays proper without discordant pairs.
 *
 * @returns null without problems
 */
export function pairedDifferenceInterval(
  counts: PairedCounts,
  level = 0.95,
): [low: number, high: number] | null {
  if (counts.problems === 0) return null;
  const z = normalQuantile(0.5 + level / 2);
  const estimate = (counts.one - counts.other) / counts.problems;
  // The statistic falls as the difference supposed grows.
  return [
    boundary((delta) => score(counts, delta) > z, -1, estimate),
    boundary((delta) => score(counts, delta) > -z, estimate, 1),
  ];
}

/** Where a condition that holds at the low end and not at the high end stops holding. */
function boundary(holds: (delta: number) => boolean, low: number, high: number): number {
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The score statistic for a difference delta, with the discordant share estimated under it. */
function score({ one, other, problems: n }: PairedCounts, delta: number): number {
  const a = 2 * n;
  const b = -one - other + (2 * n - one + other) * delta;
  const c = -other * delta * (1 - delta);
  const onlyOther = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = n * (2 * onlyOther + delta * (1 - delta));
  const off = one - other - n * delta;
  return variance > 0 ? off / Math.sqrt(variance) : off === 0 ? 0 : Math.sign(off) * Infinity;
}
