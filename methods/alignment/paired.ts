/** An arm beside the people on some of the common items: those behind its record, or those that a pair of arms shares. */
import { pearson } from '../statistics/correlation.ts';
import {
  type CorrectedCorrelation,
  correctedCorrelation,
  type Errors,
  type NoisyDifficulties,
} from './corrected-correlation.ts';
import { pickColumns } from './informative-items.ts';
import { notEstimable } from './not-estimable.ts';
import { type FittedArm, MIN_CLUSTERS, type Prepared } from './prepare.ts';
import type { Interval, NotEstimable } from './record.ts';

/** Both sides on the same two or more items. */
export interface Paired {
  readonly human: NoisyDifficulties;
  readonly model: NoisyDifficulties;
  /** Draws x items: how often each item was drawn. */
  readonly itemCounts: Uint16Array;
  /** Items or testlets that were resampled. */
  readonly units: number;
  /** Whether the arm's clusters stand for a population of them. */
  readonly population: boolean;
}

export interface Rho {
  readonly r: number | null;
  /** null with its reason in `notEstimable`. */
  readonly rho: number | null;
  readonly interval: Interval | null;
  readonly notEstimable: NotEstimable | null;
  readonly corrected: CorrectedCorrelation;
}

/**
 * @param errors of both sides on all common items
 * @param itemCounts draws x all common items
 * @param on positions of the items, at least two
 */
export function pairedOn(
  { input, items, human }: Prepared,
  arm: FittedArm,
  errors: { readonly human: Errors; readonly model: Errors },
  itemCounts: Uint16Array,
  on: readonly number[],
): Paired {
  const common = items.length;
  const pickErrors = (all: Errors): Errors => (all === null ? null : pickColumns(all, common, on));
  return {
    human: { b: pickColumns(human.b, common, on), errors: pickErrors(errors.human) },
    model: { b: pickColumns(arm.b, common, on), errors: pickErrors(errors.model) },
    itemCounts: pickColumns(itemCounts, common, on),
    units: new Set(on.map((item) => input.testletOf[item])).size,
    population: arm.resampled && arm.side.clusters >= MIN_CLUSTERS,
  };
}

/** @param level of the interval */
export function rhoOf({ human, model, itemCounts, units, population }: Paired, level = 0.95): Rho {
  const corrected = correctedCorrelation(human, model, itemCounts, units, level);
  const r = pearson(human.b, model.b);
  const silent = notEstimable(r, corrected);
  return {
    r,
    rho: silent === null ? corrected.rho : null,
    interval: population && (silent === null || silent === 'at-bound') ? corrected.interval : null,
    notEstimable: silent,
    corrected,
  };
}
