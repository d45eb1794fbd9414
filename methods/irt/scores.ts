/** Scores of persons under a fitted model: expected a posteriori, with the posterior standard deviation. */
import { UserError } from '../../domain/errors.ts';
import { emptyCurves, fillBase, fillCurves } from './curves.ts';
import type { IrtModel, ItemEstimate } from './estimates.ts';
import { emptyPosterior, fillPosterior, type Posterior } from './posterior.ts';
import { nodesNeeded, quadrature } from './quadrature.ts';
import { raschPersons } from './rasch-persons.ts';
import { hasFractions, type ResponseMatrix, selectItems } from './responses.ts';

/** One score a person, on the fit's scale. */
export interface PersonScores {
  /** The posterior mean of theta. A person without an answer has the prior's, 0. */
  readonly theta: Float64Array;
  /** The posterior standard deviation. */
  readonly sd: Float64Array;
}

/** What of a fit persons are scored by. */
export interface ScoringModel {
  readonly model: IrtModel;
  readonly latent: { readonly variance: number | null };
  readonly items: readonly Pick<ItemEstimate, 'a' | 'd'>[];
}

/**
 * EAP scores on the items that the fit could estimate. Where a person's scores are probabilities (Rasch), the
 * posterior is the mean of the posteriors over the answers that may be drawn: its spread holds theirs.
 *
 * @param responses the matrix that was fitted, or other persons on the same items
 * @returns null when no item could be estimated
 * @throws UserError for fractional scores under a 2PL; RangeError when the items do not match
 */
export function eapScores(fit: ScoringModel, responses: ResponseMatrix): PersonScores | null {
  if (fit.items.length !== responses.items) {
    throw new RangeError(`${responses.items} items scored with a fit of ${fit.items.length}`);
  }
  if (fit.model === '2pl' && hasFractions(responses)) {
    throw new UserError('a 2PL cannot score answers between 0 and 1', {
      remedy: 'Draw answers of 0 and 1 from the probabilities and score those, or use the Rasch model.',
    });
  }
  const estimated = fit.items.flatMap((item, k) => (item.a === null || item.d === null ? [] : [k]));
  if (estimated.length === 0 || fit.latent.variance === null) return null;

  const sigma = Math.sqrt(fit.latent.variance);
  const slopes = Float64Array.from(estimated, (k) => sigma * (fit.items[k]?.a ?? 0));
  const intercepts = Float64Array.from(estimated, (k) => fit.items[k]?.d ?? 0);
  return scoreOn(selectItems(responses, estimated), slopes, intercepts, sigma);
}

function scoreOn(
  responses: ResponseMatrix,
  slopes: Float64Array,
  intercepts: Float64Array,
  sigma: number,
): PersonScores {
  const grid = quadrature(nodesNeeded(slopes, intercepts));
  const curves = emptyCurves(responses.items, grid.z.length);
  fillCurves(curves, grid, (item) => slopes[item] ?? NaN, intercepts);
  const persons = raschPersons(responses);
  const bases = persons.patterns.map((items) => {
    const base = new Float64Array(grid.z.length);
    fillBase(base, grid, curves, items);
    return base;
  });
  const posterior = emptyPosterior(grid.z.length);
  const theta = new Float64Array(responses.persons);
  const sd = new Float64Array(responses.persons);
  for (let person = 0; person < responses.persons; person++) {
    const base = bases[persons.patternOf[person] ?? NaN] as Float64Array;
    const score = persons.scores[person] ?? NaN;
    const moments = { mean: 0, square: 0 };
    if (typeof score === 'number') {
      fillPosterior(posterior, grid.z, base, statisticOf(responses, slopes, person), posterior.mode);
      addMoments(moments, posterior, grid.z, 1);
    } else {
      // Only Rasch fits come here: every slope is the same, and the raw score is sufficient.
      score.forEach((chance, raw) => {
        if (chance === 0) return;
        fillPosterior(posterior, grid.z, base, raw * (slopes[0] ?? NaN), posterior.mode);
        addMoments(moments, posterior, grid.z, chance);
      });
    }
    theta[person] = sigma * moments.mean;
    sd[person] = sigma * Math.sqrt(Math.max(0, moments.square - moments.mean ** 2));
  }
  return { theta, sd };
}

function statisticOf({ items, scores }: ResponseMatrix, slopes: Float64Array, person: number): number {
  let sum = 0;
  for (let item = 0; item < items; item++) {
    if (scores[person * items + item] === 1) sum += slopes[item] ?? NaN;
  }
  return sum;
}

function addMoments(
  moments: { mean: number; square: number },
  posterior: Posterior,
  z: Float64Array,
  chance: number,
): void {
  for (let q = posterior.low; q <= posterior.high; q++) {
    const mass = chance * (posterior.probability[q] ?? NaN);
    moments.mean += mass * (z[q] ?? NaN);
    moments.square += mass * (z[q] ?? NaN) ** 2;
  }
}
