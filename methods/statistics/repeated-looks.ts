/** Looking at a figure more than once, and stopping when its interval is narrow enough. */

/** The part of a share that is left to each of several looks. */
function sharedOut(miss: number, looks: number): number {
  if (!(Number.isInteger(looks) && looks >= 1)) throw new RangeError(`${looks} looks`);
  return miss / looks;
}

/**
 * The level at which the interval of each look is taken, so that the one at which a study stops holds its figure with `level`,
 * whichever look that is and whatever the rule: the intervals of all looks together miss with 1 - level at most
 * (Bonferroni; Dunn 1961, _JASA_ 56: 52-64), which is what makes them repeated confidence intervals (Jennison and Turnbull
 * 1989, _JRSS B_ 51: 305-361). It needs no model of how looks depend on each other: a bootstrap of a noise-corrected
 * correlation has no independent increments to reckon with. Of three looks each is taken at .9833.
 *
 * @param level of all of them together, such as .95
 * @param looks how many there can be at most
 */
export function levelOfEachLook(level: number, looks: number): number {
  return 1 - sharedOut(1 - level, looks);
}

/** Half of an interval's width; null where there is none. */
export function halfWidthOf(interval: readonly [low: number, high: number] | null): number | null {
  return interval === null ? null : (interval[1] - interval[0]) / 2;
}

/** Whether nothing more is asked after a look. @param look which it is, from 1 */
export function stopsAfter(
  look: number,
  interval: readonly [low: number, high: number] | null,
  rule: { readonly halfWidth: number; readonly atMost: number },
): 'narrow enough' | 'the last look' | null {
  const half = halfWidthOf(interval);
  if (half !== null && half <= rule.halfWidth) return 'narrow enough';
  return look >= rule.atMost ? 'the last look' : null;
}
