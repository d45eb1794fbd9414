/** Whether an arm answers the item or the place where an option stands. */
import { pearson } from '../../../methods/statistics/correlation.ts';
import type { ArmAnswers } from './answers.ts';

export interface OrderFigure {
  /** By how many places the options were shifted. */
  readonly order: number;
  /** Mean score over respondents and items. */
  readonly mean: number;
  /** r of this order's -share by item with the people's difficulties. */
  readonly r: number | null;
}

export interface OptionOrder {
  readonly orders: readonly OrderFigure[];
  /** Share of the variance of scores (item x order, respondents averaged) that lies between orders, and between items. */
  readonly betweenOrders: number;
  readonly betweenItems: number;
  /** Mean probability, or share of answers, of the option shown first, second, ... */
  readonly byPlace: readonly number[];
}

/**
 * null where options have one order only.
 *
 * @param bHuman difficulties of the people, by item in the order of `answers.items`; NaN where there is none
 */
export function optionOrder(answers: ArmAnswers, bHuman: readonly number[]): OptionOrder | null {
  const count = answers.arm.spec.ask.rotations;
  if (count < 2) return null;
  const table = Array.from({ length: count }, (_, order) =>
    answers.items.map((__, item) => meanScore(answers, item, order)),
  );
  const complete = answers.items.flatMap((_, item) =>
    table.every((row) => row[item] !== null) ? [item] : [],
  );
  if (complete.length < 2) return null;
  const correlated = complete.filter((item) => !Number.isNaN(bHuman[item] ?? NaN));
  const at = (order: number, item: number): number => table[order]?.[item] ?? 0;
  const grand = average(table.flatMap((_, order) => complete.map((item) => at(order, item))));
  const orderMeans = table.map((_, order) => average(complete.map((item) => at(order, item))));
  const itemMeans = complete.map((item) => average(table.map((_, order) => at(order, item))));
  const total = average(table.flatMap((_, order) => complete.map((item) => (at(order, item) - grand) ** 2)));
  const share = (means: readonly number[]): number =>
    total > 0 ? average(means.map((value) => (value - grand) ** 2)) / total : 0;
  return {
    orders: orderMeans.map((value, order) => ({
      order,
      mean: value,
      r: pearson(
        correlated.map((item) => bHuman[item] ?? NaN),
        correlated.map((item) => -at(order, item)),
      ),
    })),
    betweenOrders: share(orderMeans),
    betweenItems: share(itemMeans),
    byPlace: placeShares(answers),
  };
}

function meanScore(answers: ArmAnswers, item: number, order: number): number | null {
  let [sum, n] = [0, 0];
  for (let row = 0; row < answers.respondents.length; row++) {
    for (const answer of answers.at(row, item)) {
      if (answer.order !== order || answer.score === null) continue;
      sum += answer.score;
      n++;
    }
  }
  return n === 0 ? null : sum / n;
}

function placeShares(answers: ArmAnswers): number[] {
  const sums: number[] = [];
  let n = 0;
  answers.items.forEach((item, index) => {
    const places = item.options.length;
    for (const { outcome, order } of answers.respondents.flatMap((_, row) => answers.at(row, index))) {
      if (outcome?.choice === undefined) continue;
      n++;
      for (let place = 0; place < places; place++) {
        const option = (place + order) % places;
        const mass = outcome.optionMass ?? 1;
        const p =
          outcome.probabilities === undefined
            ? Number(item.options[option] === outcome.choice)
            : (outcome.probabilities[option] ?? 0) / mass;
        sums[place] = (sums[place] ?? 0) + p;
      }
    }
  });
  return sums.map((sum) => sum / Math.max(1, n));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
