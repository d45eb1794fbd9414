/**
 * What the Rasch likelihood needs of the persons. The raw score is sufficient for theta, so persons fall together by
 * (observed items, raw score); and where scores are probabilities, the expected log-likelihood over draws needs only
 * the expected item totals and the expected score distribution: exact probabilities enter without drawing.
 */
import { distinctRows } from './distinct-rows.ts';
import { type ItemSets, itemSets } from './item-sets.ts';
import type { ResponseMatrix } from './responses.ts';
import { scoreDistribution } from './score-distribution.ts';

/** Persons, each reduced to a set of observed items and a distribution over raw scores. */
export interface RaschPersons {
  readonly responses: ResponseMatrix;
  /** The observed items of each missing pattern, ascending. */
  readonly patterns: readonly Int32Array[];
  /** The same, without the one that has no item. */
  readonly sets: ItemSets;
  /** Which pattern a person has. */
  readonly patternOf: Int32Array;
  /** The raw score of each person, or the distribution over raw scores. */
  readonly scores: readonly (number | Float64Array)[];
}

export function raschPersons(responses: ResponseMatrix): RaschPersons {
  const { persons, items, scores } = responses;
  const observed = new Uint8Array(scores.length);
  for (let cell = 0; cell < scores.length; cell++) observed[cell] = Number.isNaN(scores[cell]) ? 0 : 1;
  const { classOf, first } = distinctRows(observed, persons, items);
  const patterns = Array.from(first, (person) => observedItems(observed, person * items, items));
  const raw = Array.from({ length: persons }, (_, person) =>
    rawScore(scores, person * items, patterns[classOf[person] ?? NaN] as Int32Array),
  );
  const sets = itemSets(
    patterns.filter((list) => list.length > 0),
    items,
  );
  return { responses, patterns, sets, patternOf: classOf, scores: raw };
}

/** The sum of a person's answers of 0 and 1, or the distribution of the sum where some are probabilities. */
function rawScore(scores: Float64Array, from: number, items: Int32Array): number | Float64Array {
  let sum = 0;
  for (let k = 0; k < items.length; k++) {
    const answer = scores[from + (items[k] ?? NaN)] ?? NaN;
    if (answer !== 0 && answer !== 1)
      return scoreDistribution(Float64Array.from(items, (item) => scores[from + item] ?? NaN));
    sum += answer;
  }
  return sum;
}

function observedItems(observed: Uint8Array, from: number, items: number): Int32Array {
  const list: number[] = [];
  for (let item = 0; item < items; item++) if (observed[from + item] === 1) list.push(item);
  return Int32Array.from(list);
}

/** Persons of one missing pattern. */
export interface ScoreGroup {
  /** The observed items, ascending. */
  readonly items: Int32Array;
  /** The weight on each raw score, 0 to items.length. */
  readonly weights: Float64Array;
}

/** The sufficient statistics of a Rasch model under some weights of the persons. */
export interface RaschStatistics {
  readonly items: number;
  /** The weighted score total of each item. */
  readonly totals: Float64Array;
  /** The sum of weights observed on each item. */
  readonly observed: Float64Array;
  readonly groups: readonly ScoreGroup[];
  /** The items of the groups, in their order. */
  readonly sets: ItemSets;
  /** The sum of weights of persons with an answer. */
  readonly weight: number;
}

/** @param weights one a person; undefined = 1 each */
export function raschStatistics(persons: RaschPersons, weights: Float64Array | undefined): RaschStatistics {
  const { responses, patterns, sets, patternOf, scores } = persons;
  const { items } = responses;
  const totals = new Float64Array(items);
  const observed = new Float64Array(items);
  const groups = patterns.map((list) => ({ items: list, weights: new Float64Array(list.length + 1) }));
  let weight = 0;
  for (let person = 0; person < responses.persons; person++) {
    const w = weights === undefined ? 1 : (weights[person] ?? NaN);
    const group = groups[patternOf[person] ?? NaN] as ScoreGroup;
    if (w === 0 || group.items.length === 0) continue;
    weight += w;
    addScores(group.weights, scores[person] ?? NaN, w);
    for (let k = 0; k < group.items.length; k++) {
      const item = group.items[k] ?? NaN;
      totals[item] = (totals[item] ?? NaN) + w * (responses.scores[person * items + item] ?? NaN);
      observed[item] = (observed[item] ?? NaN) + w;
    }
  }
  return { items, totals, observed, groups: groups.filter((group) => group.items.length > 0), sets, weight };
}

function addScores(weights: Float64Array, score: number | Float64Array, w: number): void {
  if (typeof score === 'number') {
    weights[score] = (weights[score] ?? NaN) + w;
    return;
  }
  for (let s = 0; s < score.length; s++) weights[s] = (weights[s] ?? NaN) + w * (score[s] ?? NaN);
}
