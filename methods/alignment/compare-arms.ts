/** Differences between arms of one study, on the same items, people, personas and draws. */
import { expandedTail } from '../statistics/expanded-tail.ts';
import { holm } from '../statistics/holm.ts';
import { centralInterval } from '../statistics/quantile.ts';
import type { FinishedArm } from './finish.ts';
import type { ArmComparison, NotEstimable } from './record.ts';

/**
 * All pairs of arms: difference of rho, percentile interval, and two-sided bootstrap p-value 2 min(P(d* <= 0),
 * P(d* >= 0)) (with 1 added to counts, so that it is never 0), adjusted by Holm. Items that one of the two answered all
 * alike are left out on both sides: a difference of arms must not be one of items.
 */
export function compareArms(arms: readonly FinishedArm[]): ArmComparison[] {
  const pairs = arms.flatMap((one, index) => arms.slice(index + 1).map((other) => comparePair(one, other)));
  const adjusted = holm(pairs.flatMap((pair) => (pair.p === null ? [] : pair.p)));
  let next = 0;
  return pairs.map((pair) => (pair.p === null ? pair : { ...pair, pHolm: adjusted[next++] ?? null }));
}

function comparePair(one: FinishedArm, other: FinishedArm): ArmComparison {
  const names = { one: one.name, other: other.name };
  const silent = (notEstimable: ArmComparison['notEstimable']): ArmComparison => {
    return { ...names, difference: null, notEstimable, interval: null, p: null, pHolm: null };
  };
  const alone = silentArm([one, other].map(({ name, record }) => ({ name, ...record })));
  if (alone !== null) return silent(alone);
  const common = one.on.filter((item) => other.on.includes(item));
  if (common.length < 2) return silent({ arm: other.name, reason: 'no-information' });
  const [rhoOne, rhoOther] = [one.rhoOn(common), other.rhoOn(common)];
  if (rhoOne.rho === null || rhoOther.rho === null) {
    return silent(silentArm([one, other].map(({ name }, k) => ({ name, ...(k === 0 ? rhoOne : rhoOther) }))));
  }
  const difference = rhoOne.rho - rhoOther.rho;
  if (rhoOne.interval === null || rhoOther.interval === null) {
    return { ...names, difference, notEstimable: null, interval: null, p: null, pHolm: null };
  }
  const drawsOther = rhoOther.corrected.draws;
  const draws = rhoOne.corrected.draws.map((value, draw) => value - (drawsOther[draw] ?? NaN));
  const below = draws.filter((value) => value <= 0).length;
  const above = draws.filter((value) => value >= 0).length;
  const p = Math.min(1, (2 * (Math.min(below, above) + 1)) / (draws.length + 1));
  return {
    ...names,
    difference,
    notEstimable: null,
    interval: centralInterval(draws, expandedTail(rhoOne.units, 2)),
    p,
    pHolm: null,
  };
}

function silentArm(
  arms: readonly { readonly name: string; readonly notEstimable: NotEstimable | null }[],
): ArmComparison['notEstimable'] {
  for (const { name, notEstimable } of arms) {
    if (notEstimable !== null) return { arm: name, reason: notEstimable };
  }
  return null;
}
