/** Which items the model finds harder or easier than people do, once level (and spread) are put aside. */
import { mean, variance } from '../statistics/mean.ts';
import { centralInterval } from '../statistics/quantile.ts';
import type { Errors } from './corrected-correlation.ts';
import type { EtsClass, Interval, Residual } from './record.ts';

/** ETS delta units in a logit (Holland and Thayer 1988): delta = -2.35 ln(odds ratio). */
const DELTA = -2.35;

export type Linking = 'mean' | 'mean-sigma';

/**
 * Residuals of all items in logits of the human scale, model minus people, after linking the model's difficulties to
 * the people's (Marco 1977): `mean` makes the means equal, `mean-sigma` the standard deviations too. Residuals are
 * relative: they add up to zero, and an item is off against the others, not absolutely.
 *
 * @param errors bootstrap errors of both sides (draws x items), or null for no intervals
 * @returns null for `mean-sigma` when the model's difficulties have no spread
 */
export function linkedResiduals(
  bHuman: Float64Array,
  bModel: Float64Array,
  linking: Linking,
  errors: { readonly human: Errors; readonly model: Errors } | null,
): Residual[] | null {
  const estimate = link(bHuman, bModel, linking);
  if (estimate.some((value) => Number.isNaN(value))) return null;
  const intervals =
    errors === null ? null : residualIntervals(bHuman, bModel, linking, errors.human, errors.model);
  return Array.from(estimate, (logits, item) => {
    const interval = intervals?.[item] ?? null;
    return {
      logits,
      interval,
      delta: DELTA * logits,
      etsClass: interval === null ? null : etsClass(logits, interval),
    };
  });
}

function link(bHuman: Float64Array, bModel: Float64Array, linking: Linking): Float64Array {
  const meanHuman = mean(bHuman);
  const meanModel = mean(bModel);
  const scale =
    linking === 'mean'
      ? 1
      : Math.sqrt(variance(bHuman, 'population')) / Math.sqrt(variance(bModel, 'population'));
  return bHuman.map((h, item) => scale * ((bModel[item] ?? NaN) - meanModel) - (h - meanHuman));
}

function residualIntervals(
  bHuman: Float64Array,
  bModel: Float64Array,
  linking: Linking,
  errorsHuman: Errors,
  errorsModel: Errors,
): (Interval | null)[] {
  const items = bHuman.length;
  const draws = (errorsHuman?.length ?? errorsModel?.length ?? 0) / items;
  const perItem = Array.from({ length: items }, () => new Float64Array(draws));
  for (let draw = 0; draw < draws; draw++) {
    const human = disturbed(bHuman, errorsHuman, draw);
    const model = disturbed(bModel, errorsModel, draw);
    link(human, model, linking).forEach((value, item) => {
      const values = perItem[item];
      if (values !== undefined) values[draw] = value;
    });
  }
  return perItem.map((values) => (draws < 2 ? null : centralInterval(values)));
}

/** The difficulties of one draw; an item that was not estimable in it (under `ml`) keeps its estimate. */
function disturbed(b: Float64Array, errors: Errors, draw: number): Float64Array {
  if (errors === null) return b;
  return b.map((value, item) => {
    const error = errors[draw * b.length + item] ?? NaN;
    return Number.isNaN(error) ? value : value + error;
  });
}

/** The classes of ETS (Zwick and Ercikan 1989), significance read off the interval. */
function etsClass(logits: number, interval: Interval): EtsClass {
  const size = Math.abs(DELTA * logits);
  const deltas = interval.map((bound) => DELTA * bound);
  const [low, high] = [Math.min(...deltas), Math.max(...deltas)];
  if (size < 1 || (low <= 0 && high >= 0)) return 'A';
  return size >= 1.5 && (low > 1 || high < -1) ? 'C' : 'B';
}
