/** What a fit is compared by: persons, free parameters, AIC, BIC, and the likelihood-ratio test of nested models. */
import { chiSquareTail } from '../statistics/chi-square.ts';
import type { IrtFit } from './estimates.ts';
import { hasFractions, type ResponseMatrix } from './responses.ts';

export interface FitSize {
  /** Persons with an answer to an item that was fitted; the sum of their weights where they have some. */
  readonly persons: number;
  /** Intercepts, slopes and latent variance, as far as they were estimated. */
  readonly parameters: number;
  /**
   * -2 log-likelihood + 2 parameters (Akaike 1974) and + parameters log(persons) (Schwarz 1978). null where the
   * log-likelihood is not at its top (priors, no convergence) or is an expectation (scores between 0 and 1).
   */
  readonly aic: number | null;
  readonly bic: number | null;
}

/** @param latentVariance whether a Rasch fit estimated it */
export function fitSize(fit: IrtFit, responses: ResponseMatrix, latentVariance: 'free' | 1): FitSize {
  const fitted = fittedItems(fit);
  const persons = personsOn(fitted, responses);
  const parameters =
    fit.model === '2pl'
      ? 2 * fitted.length
      : fitted.length + (latentVariance === 1 || fitted.length === 0 ? 0 : 1);
  const deviance = -2 * fit.logLikelihood;
  const comparable = isMaximum(fit) && fitted.length > 0 && persons > 0 && !hasFractions(responses);
  return {
    persons,
    parameters,
    aic: comparable ? deviance + 2 * parameters : null,
    bic: comparable ? deviance + Math.log(persons) * parameters : null,
  };
}

export interface LikelihoodRatio {
  readonly against: 'rasch';
  /** Twice the difference of the log-likelihoods. */
  readonly chiSquare: number;
  readonly df: number;
  /** P(chi-square >= this) were all slopes equal (Wilks 1938); persons are taken as drawn independently. */
  readonly p: number;
}

/**
 * Rasch against 2PL: both by maximum likelihood, of the same responses, the latent variance of the Rasch model free. The
 * slopes of k items are then k - 1 restrictions.
 *
 * @returns null where a fit is not at its top, or the latent variance is at its bound, where Wilks's theorem does not hold
 */
export function likelihoodRatio(rasch: IrtFit, twoParameter: IrtFit): LikelihoodRatio | null {
  const df = fittedItems(twoParameter).length - 1;
  if (df < 1 || !isMaximum(rasch) || !isMaximum(twoParameter) || !(Number(rasch.latent.variance) > 0))
    return null;
  const chiSquare = Math.max(0, 2 * (twoParameter.logLikelihood - rasch.logLikelihood));
  return { against: 'rasch', chiSquare, df, p: chiSquareTail(chiSquare, df) };
}

function isMaximum(fit: IrtFit): boolean {
  return fit.estimation === 'ml' && fit.converged;
}

function fittedItems(fit: IrtFit): number[] {
  return fit.items.flatMap(({ d }, item) => (d === null ? [] : [item]));
}

function personsOn(fitted: readonly number[], { persons, items, scores, weights }: ResponseMatrix): number {
  let sum = 0;
  for (let person = 0; person < persons; person++) {
    const answered = fitted.some((item) => !Number.isNaN(scores[person * items + item]));
    if (answered) sum += weights === undefined ? 1 : (weights[person] ?? NaN);
  }
  return sum;
}
