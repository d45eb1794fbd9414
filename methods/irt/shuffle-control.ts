/**
 * A negative control of a scale: the same answers, those of each item shuffled among the persons who answered it. Shares and gaps stay, and
 * nothing that persons have in common across items is left but chance.
 */
import { randomStream, shuffled } from '../../domain/seeds.ts';
import type { IrtFit } from './estimates.ts';
import { fitIrt, type FitOptions } from './fit.ts';
import { scoreReliability } from './reliability.ts';
import type { ResponseMatrix } from './responses.ts';
import { eapScores } from './scores.ts';

/** What tells a scale from none. */
export interface ScaleFigures {
  readonly logLikelihood: number;
  /** Of theta in a Rasch fit; fixed in a 2PL. */
  readonly variance: number | null;
  /** Of EAP scores; 0 where the latent variance is. */
  readonly reliability: number | null;
  readonly converged: boolean;
}

export interface ShuffleControl {
  readonly real: ScaleFigures;
  /** One an own shuffle. */
  readonly shuffled: readonly ScaleFigures[];
  /**
   * The share of fits, the real one among them, whose log-likelihood is at least the real one's: a permutation test (Phipson and Smyth 2010)
   * of independent items, 1 / (shuffles + 1) at best.
   */
  readonly p: number;
}

/**
 * Fits the responses and `draws` shuffles of them alike.
 *
 * @param responses without weights: one row a person
 * @throws RangeError for weights, whose rows are no persons to shuffle among
 */
export function shuffleControl(
  responses: ResponseMatrix,
  options: Pick<FitOptions, 'model' | 'estimation' | 'latentVariance'>,
  { draws, seed }: { readonly draws: number; readonly seed: number },
): ShuffleControl {
  if (responses.weights !== undefined) throw new RangeError('weighted rows cannot be shuffled');
  const figures = (matrix: ResponseMatrix): ScaleFigures => scaleFigures(fitIrt(matrix, options), matrix);
  const real = figures(responses);
  const controls = Array.from({ length: draws }, (_, draw) =>
    figures(shuffledResponses(responses, seed, draw)),
  );
  // As far as log-likelihoods are told apart, a tie counts against a scale.
  const atLeast = controls.filter(({ logLikelihood }) => logLikelihood >= real.logLikelihood - 1e-6).length;
  return { real, shuffled: controls, p: (1 + atLeast) / (1 + draws) };
}

/** The answers of each item shuffled among the persons who answered it (Fisher and Yates), gaps where they were. */
export function shuffledResponses(responses: ResponseMatrix, seed: number, draw: number): ResponseMatrix {
  const { persons, items } = responses;
  const scores = Float64Array.from(responses.scores);
  for (let item = 0; item < items; item++) {
    const stream = randomStream(seed, 'shuffle-control', draw, item);
    const cells: number[] = [];
    for (let person = 0; person < persons; person++) {
      const cell = person * items + item;
      if (!Number.isNaN(scores[cell])) cells.push(cell);
    }
    const answers = shuffled(
      stream,
      cells.map((cell) => scores[cell] ?? NaN),
    );
    cells.forEach((cell, k) => (scores[cell] = answers[k] ?? NaN));
  }
  return { ...responses, scores };
}

/**
 * Rows of counted patterns as one row a person.
 *
 * @returns null where a weight is no whole number, or there would be more than `most` rows: such weights are no counts
 */
export function onePersonARow(responses: ResponseMatrix, most = 1_000_000): ResponseMatrix | null {
  const { persons, items, scores, weights } = responses;
  if (weights === undefined) return responses;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!weights.every(Number.isInteger) || total > most) return null;
  const expanded = new Float64Array(total * items);
  for (let person = 0, at = 0; person < persons; person++) {
    const row = scores.subarray(person * items, (person + 1) * items);
    for (let copy = 0; copy < (weights[person] ?? NaN); copy++, at += items) expanded.set(row, at);
  }
  return { persons: total, items, scores: expanded, weights: undefined };
}

function scaleFigures(fit: IrtFit, responses: ResponseMatrix): ScaleFigures {
  const scores = eapScores(fit, responses);
  return {
    logLikelihood: fit.logLikelihood,
    variance: fit.latent.variance,
    reliability: fit.latent.variance === 0 ? 0 : scores && scoreReliability(scores, undefined),
    converged: fit.converged,
  };
}
