/** The distinct answer patterns of binary responses with their weights, missing patterns kept together. */
import { distinctRows } from './distinct-rows.ts';
import { type ItemSets, itemSets } from './item-sets.ts';
import type { ResponseMatrix } from './responses.ts';

/** Patterns `from` to `to` (exclusive) share their observed items. */
export interface PatternGroup {
  /** The observed items, ascending. */
  readonly items: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Distinct patterns as lists of the items that were answered 1, in compressed rows. */
export interface AnswerPatterns {
  readonly items: number;
  readonly count: number;
  readonly groups: readonly PatternGroup[];
  /** The items of the groups, in their order. */
  readonly sets: ItemSets;
  /** Weight of each pattern. */
  readonly weights: Float64Array;
  /** `ones[start[j]]` to `ones[start[j + 1] - 1]`: the items that pattern j answered 1. */
  readonly start: Int32Array;
  readonly ones: Int32Array;
  /** The weighted score total, and the sum of weights observed, of each item. */
  readonly totals: Float64Array;
  readonly observed: Float64Array;
  readonly weight: number;
}

const MISSING = 2;

/** @param responses every score 0, 1 or NaN; persons without an answer, or of weight 0, are left out */
export function answerPatterns(responses: ResponseMatrix): AnswerPatterns {
  const { persons, items, scores, weights } = responses;
  const codes = new Uint8Array(scores.length);
  for (let cell = 0; cell < scores.length; cell++) {
    const score = scores[cell] ?? NaN;
    codes[cell] = Number.isNaN(score) ? MISSING : score;
  }
  const { classOf, first } = distinctRows(codes, persons, items);
  const classWeight = new Float64Array(first.length);
  for (let person = 0; person < persons; person++) {
    const w = weights === undefined ? 1 : (weights[person] ?? NaN);
    const of = classOf[person] ?? NaN;
    classWeight[of] = (classWeight[of] ?? NaN) + w;
  }
  return groupByMissing(codes, items, first, classWeight);
}

function groupByMissing(
  codes: Uint8Array,
  items: number,
  first: Int32Array,
  classWeight: Float64Array,
): AnswerPatterns {
  const masks = new Uint8Array(first.length * items);
  for (let pattern = 0; pattern < first.length; pattern++) {
    const row = (first[pattern] ?? NaN) * items;
    for (let item = 0; item < items; item++) {
      masks[pattern * items + item] = codes[row + item] === MISSING ? 1 : 0;
    }
  }
  const { classOf, first: firstOfMask } = distinctRows(masks, first.length, items);
  const members = Array.from(firstOfMask, (): number[] => []);
  first.forEach((_, pattern) => {
    if (classWeight[pattern] !== 0) (members[classOf[pattern] ?? NaN] as number[]).push(pattern);
  });

  const groups: PatternGroup[] = [];
  const order: number[] = [];
  const ones: number[] = [];
  const start: number[] = [0];
  const totals = new Float64Array(items);
  const observed = new Float64Array(items);
  members.forEach((patterns, mask) => {
    const from = (firstOfMask[mask] ?? NaN) * items;
    const list = Int32Array.from({ length: items }, (_, item) => item).filter(
      (item) => masks[from + item] === 0,
    );
    if (list.length === 0 || patterns.length === 0) return;
    for (const pattern of patterns) {
      const w = classWeight[pattern] ?? NaN;
      const row = (first[pattern] ?? NaN) * items;
      for (const item of list) {
        observed[item] = (observed[item] ?? NaN) + w;
        if (codes[row + item] !== 1) continue;
        ones.push(item);
        totals[item] = (totals[item] ?? NaN) + w;
      }
      order.push(pattern);
      start.push(ones.length);
    }
    groups.push({ items: list, from: order.length - patterns.length, to: order.length });
  });
  const weights = Float64Array.from(order, (pattern) => classWeight[pattern] ?? NaN);
  return {
    items,
    count: order.length,
    groups,
    sets: itemSets(
      groups.map((group) => group.items),
      items,
    ),
    weights,
    start: Int32Array.from(start),
    ones: Int32Array.from(ones),
    totals,
    observed,
    weight: weights.reduce((sum, w) => sum + w, 0),
  };
}
