/** The one sentence that a reader takes along. */
import { levelWord } from '../level-word.ts';
import { whyNotEstimable } from '../../../methods/alignment/not-estimable.ts';
import type { AlignmentRecord } from '../../../methods/alignment/record.ts';
import { formatInterval, formatNumber, formatPercent } from '../../../reports/numbers.ts';
import type { AlignResult, ArmResult } from './result.ts';

/** |r| that one set of difficulties without any relation passes in 5 % of cases: t of r with I - 2 degrees of freedom. */
export function chanceLimit(items: number): number {
  const t = 1.96 + 2.4 / Math.max(1, items - 2);
  return t / Math.sqrt(Math.max(1, items - 2) + t * t);
}

/** The verdict on the primary arm: the finding in one sentence, and whom it speaks of. */
export function verdictOf(result: Omit<AlignResult, 'verdict'>): string {
  const arm = result.arms.find(({ name }) => name === result.primary);
  if (arm?.record?.notEstimable === 'no-information') {
    return `${silentText(arm.label, arm.record)} ${scopeOf(arm)}`;
  }
  if (arm?.record?.r === null && arm.record.items > 0) {
    return `${arm.label} gives the same to every item, so that there is nothing to correlate with the people’s difficulties. ${scopeOf(arm)}`;
  }
  if (arm?.record === null || arm === undefined) {
    return 'There are too few answers yet to say how far the model resembles the people.';
  }
  return `${findingOf(arm, result)} ${scopeOf(arm)}`;
}

/** Why fewer than two items are left: one side tells no items apart, or each does so on items of its own. */
function silentText(label: string, { items, constant: { human, model } }: AlignmentRecord): string {
  const all = items + new Set([...human, ...model]).size;
  if (Math.max(human.length, model.length) >= all - 1) {
    const who = model.length >= human.length ? label : 'The people';
    return `${who} answered all items alike, or all but one, so that nothing says which of them are harder.`;
  }
  return `Of ${all} items ${label} answered ${model.length} all alike and the people ${human.length}, so that too few are left that say something of both.`;
}

function findingOf(arm: ArmResult, result: Omit<AlignResult, 'verdict'>): string {
  const { record } = arm;
  if (record === null) return '';
  const r = record.r ?? 0;
  const limit = chanceLimit(record.items);
  const byPlace =
    arm.order !== null && arm.order.betweenOrders > arm.order.betweenItems && arm.order.betweenOrders > 0.2;
  const place = byPlace
    ? `${percent(arm.order.betweenOrders)} of what varies in its answers comes from the order of the options and ${percent(arm.order.betweenItems)} from the items`
    : null;
  if (Math.abs(r) < limit) {
    const coin = `its item difficulties correlate ${formatNumber(r)} with the people’s, which a coin reaches too (with ${record.items} items anything up to ±${formatNumber(limit)} is chance)`;
    return place === null
      ? `${arm.label} looks like a coin: ${coin}.`
      : `${arm.label} answers by where an option stands, not by what is asked: ${place}; ${coin}.`;
  }
  const figure =
    record.rho === null || record.interval === null
      ? `The item difficulties of ${arm.label} correlate ${formatNumber(r)} with the people’s over ${record.items} items${withoutRho(record)}`
      : `The item difficulties of ${arm.label} correlate ${formatNumber(record.rho)} with the people’s (${levelWord(record)} interval ${formatInterval(record.interval)}, freed of sampling noise)`;
  const ceiling = peopleFigure(result);
  const beside = ceiling === null ? '' : `; another half of the people reaches ${formatNumber(ceiling)}`;
  return `${figure}${beside}${place === null ? '' : `; but ${place}`}.`;
}

/** A reader who sees r must not take it for what is left without noise. */
function withoutRho(record: AlignmentRecord): string {
  const { notEstimable, interval } = record;
  if (notEstimable === null) return '';
  const range =
    interval === null ? '' : `, and its ${levelWord(record)} interval is ${formatInterval(interval)}`;
  return `; freed of sampling noise that is not estimable (${whyNotEstimable(notEstimable)}${range})`;
}

function scopeOf(arm: ArmResult): string {
  const { record } = arm;
  if (record === null || record.interval !== null) return '';
  const word = { persona: 'personas', model: 'models', respondent: 'respondents' }[arm.clusterKind];
  return `With ${record.clusters.model} ${record.clusters.model === 1 ? word.slice(0, -1) : word} this is a figure of these respondents and says nothing on a population of them.`;
}

function peopleFigure(result: Omit<AlignResult, 'verdict'>): number | null {
  return result.baselines.people?.r ?? null;
}

function percent(share: number): string {
  return share < 0.01 ? 'less than 1 %' : formatPercent(share, { digits: 0 });
}
