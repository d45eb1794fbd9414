/** When a noise-corrected correlation says nothing, and why. */
import type { CorrectedCorrelation } from './corrected-correlation.ts';
import type { Interval, NotEstimable } from './record.ts';

/** Ends this close to -1 and 1 leave no value out. */
const WHOLE = 0.99;

const WHY: Readonly<Record<NotEstimable, string>> = {
  'no-information': 'fewer than two items are left that neither side answered all alike',
  'no-spread': 'a side gives the same to every item',
  noise: 'sampling noise explains all that the items of a side differ by',
  'at-bound': 'without its noise the correlation would be 1 or more in size: it stands at its bound',
  'whole-line': 'its 95 % interval is the whole line from -1 to 1',
};

/** The reason in words, to stand behind `rho is not estimable: `. */
export function whyNotEstimable(reason: NotEstimable): string {
  return WHY[reason];
}

/**
 * What keeps rho from being a figure; null where nothing does.
 *
 * An estimate held at its bound is the bound's, not the data's, and an interval that leaves nothing out is no finding.
 * Where neither side carries noise, nothing was corrected: 1 is then what was observed.
 *
 * @param r Pearson correlation of the difficulties as they are
 */
export function notEstimable(r: number | null, corrected: CorrectedCorrelation): NotEstimable | null {
  if (r === null) return 'no-spread';
  if (corrected.rho === null) return 'noise';
  if (isWholeLine(corrected.interval)) return 'whole-line';
  return corrected.atBound ? 'at-bound' : null;
}

function isWholeLine(interval: Interval | null): boolean {
  return interval !== null && interval[0] <= -WHOLE && interval[1] >= WHOLE;
}
