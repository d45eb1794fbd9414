/** Differences between arms of one study, on the same items, people, personas and draws. */
import { expandedTail } from '../statistics/expanded-tail.ts';
import { holm } from '../statistics/holm.ts';
import { centralInterval } from '../statistics/quantile.ts';
import type { FinishedArm } from './finish.ts';
import type { ArmComparison } from './record.ts';

/**
 * All pairs of arms: difference of rho, percentile interval, and two-sided bootstrap p-value 2 min(P(d* <= 0),
 * P(d* >= 0)) (with 1 added to counts, so that it is never 0), adjusted by Holm.
 *
 * @param itemUnits items or testlets that were resampled
 */
export function compareArms(arms: readonly FinishedArm[], itemUnits: number): ArmComparison[] {
  const pairs = arms.flatMap((one, index) =>
    arms.slice(index + 1).map((other) => comparePair(one, other, itemUnits)),
  );
  const adjusted = holm(pairs.flatMap((pair) => (pair.p === null ? [] : pair.p)));
  let next = 0;
  return pairs.map((pair) => (pair.p === null ? pair : { ...pair, pHolm: adjusted[next++] ?? null }));
}

function comparePair(one: FinishedArm, other: FinishedArm, itemUnits: number): ArmComparison {
  const names = { one: one.name, other: other.name };
  const { rho: rhoOne } = one.record;
  const { rho: rhoOther } = other.record;
  if (rhoOne === null || rhoOther === null) {
    const notEstimable = silentArm([one, other]);
    return { ...names, difference: null, notEstimable, interval: null, p: null, pHolm: null };
  }
  const difference = rhoOne - rhoOther;
  if (one.record.interval === null || other.record.interval === null) {
    return { ...names, difference, notEstimable: null, interval: null, p: null, pHolm: null };
  }
  const draws = one.rhoDraws.map((value, draw) => value - (other.rhoDraws[draw] as number));
  const below = draws.filter((value) => value <= 0).length;
  const above = draws.filter((value) => value >= 0).length;
  const p = Math.min(1, (2 * (Math.min(below, above) + 1)) / (draws.length + 1));
  return {
    ...names,
    difference,
    notEstimable: null,
    interval: centralInterval(draws, expandedTail(itemUnits, 2)),
    p,
    pHolm: null,
  };
}

function silentArm(arms: readonly FinishedArm[]): ArmComparison['notEstimable'] {
  for (const { name, record } of arms) {
    if (record.notEstimable !== null) return { arm: name, reason: record.notEstimable };
  }
  return null;
}
