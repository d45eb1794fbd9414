/** Responses of persons to items: what every fit starts from. */
import { UserError } from '../../domain/errors.ts';

/** A persons x items matrix of scores. */
export interface ResponseMatrix {
  readonly persons: number;
  readonly items: number;
  /** Row-major, persons * items: NaN = not observed, else in [0, 1]. Between 0 and 1 lies a probability (Rasch only). */
  readonly scores: Float64Array;
  /** One weight a person, finite and not negative; undefined = 1 each. Weight 2 is the same person twice. */
  readonly weights: Float64Array | undefined;
}

/**
 * Checks the shape, the scores and the weights.
 *
 * @throws UserError for a score outside [0, 1], a weight that is negative or not finite, an empty matrix
 * @throws RangeError when the lengths do not fit, which is a bug of the caller
 */
export function checkResponses(responses: ResponseMatrix): void {
  const { persons, items, scores, weights } = responses;
  if (scores.length !== persons * items)
    throw new RangeError(`${scores.length} scores for ${persons} x ${items}`);
  if (weights !== undefined && weights.length !== persons) {
    throw new RangeError(`${weights.length} weights for ${persons} persons`);
  }
  if (persons === 0 || items === 0) {
    throw new UserError('there are no responses to fit', {
      remedy: 'Give at least one person and one item.',
    });
  }
  for (let cell = 0; cell < scores.length; cell++) {
    const score = scores[cell] ?? NaN;
    if (score < 0 || score > 1) {
      throw new UserError(`score ${score} lies outside [0, 1]`, {
        place: `person ${Math.floor(cell / items) + 1}, item ${(cell % items) + 1}`,
        remedy: 'Score a response as 0 or 1, a probability between them, or leave the cell blank.',
      });
    }
  }
  for (let person = 0; weights !== undefined && person < persons; person++) {
    const weight = weights[person] ?? NaN;
    if (!(weight >= 0 && weight < Infinity)) {
      throw new UserError(`weight ${weight} is not a finite number of at least 0`, {
        place: `person ${person + 1}`,
        remedy: 'Give each person a weight of 0 or more.',
      });
    }
  }
}

/** Whether a score lies strictly between 0 and 1 anywhere: probabilities rather than drawn answers. */
export function hasFractions(responses: ResponseMatrix): boolean {
  const { scores } = responses;
  for (let cell = 0; cell < scores.length; cell++) {
    const score = scores[cell] ?? NaN;
    if (score > 0 && score < 1) return true;
  }
  return false;
}

/** For each item whether a score of it lies strictly between 0 and 1. */
export function fractionalItems({ items, scores }: ResponseMatrix): boolean[] {
  const fractional = new Array<boolean>(items).fill(false);
  for (let cell = 0; cell < scores.length; cell++) {
    const score = scores[cell] ?? NaN;
    if (score > 0 && score < 1) fractional[cell % items] = true;
  }
  return fractional;
}

/** What each item received, over persons of positive weight. */
export interface ItemCounts {
  /** Persons observed on the item, each counted once. */
  readonly n: Int32Array;
  /** The sum of weights of these persons. */
  readonly weight: Float64Array;
  /** The weighted sum of their scores. */
  readonly total: Float64Array;
}

/** Counts per item in one pass over the rows. */
export function countItems(responses: ResponseMatrix): ItemCounts {
  const { persons, items, scores, weights } = responses;
  const n = new Int32Array(items);
  const weight = new Float64Array(items);
  const total = new Float64Array(items);
  for (let person = 0; person < persons; person++) {
    const w = weights === undefined ? 1 : (weights[person] ?? NaN);
    if (w === 0) continue;
    for (let item = 0, cell = person * items; item < items; item++, cell++) {
      const score = scores[cell] ?? NaN;
      if (Number.isNaN(score)) continue;
      n[item] = (n[item] ?? NaN) + 1;
      weight[item] = (weight[item] ?? NaN) + w;
      total[item] = (total[item] ?? NaN) + w * score;
    }
  }
  return { n, weight, total };
}

/** The responses to some of the items, in their order; the same object when that is all of them as they stand. */
export function selectItems(responses: ResponseMatrix, items: readonly number[]): ResponseMatrix {
  if (items.length === responses.items && items.every((item, column) => item === column)) return responses;
  const scores = new Float64Array(responses.persons * items.length);
  for (let person = 0, at = 0; person < responses.persons; person++) {
    for (const item of items) scores[at++] = responses.scores[person * responses.items + item] ?? NaN;
  }
  return { persons: responses.persons, items: items.length, scores, weights: responses.weights };
}
