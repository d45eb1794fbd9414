/** Reliability of person scores and of difficulties. */
import { variance } from '../statistics/mean.ts';
import type { IrtFit } from './estimates.ts';
import type { PersonScores } from './scores.ts';

/**
 * The empirical reliability of EAP scores, var(EAP) / (var(EAP) + mean(SD^2)), with the sample variance.
 *
 * @param weights how often each person counts; undefined = once
 * @returns null when no score and no posterior varies
 */
export function scoreReliability(
  { theta, sd }: PersonScores,
  weights: Float64Array | undefined,
): number | null {
  let error = 0;
  let total = 0;
  for (let person = 0; person < sd.length; person++) {
    const w = weights === undefined ? 1 : (weights[person] ?? NaN);
    error += w * (sd[person] ?? NaN) ** 2;
    total += w;
  }
  const spread = variance(theta, 'sample', weights);
  const reliability = spread / (spread + error / total);
  return Number.isFinite(reliability) ? reliability : null;
}

/**
 * The reliability of the difficulties as far as a correlation sees them: 1 - mean(diag(C V C)) / var(b) with
 * C = I - 11' / I. The shift that all difficulties share is part of their standard errors, and r ignores it: without
 * the centring the reliability comes out too low.
 *
 * @returns null without standard errors, with fewer than two items, or without variance
 */
export function difficultyReliability(fit: IrtFit): number | null {
  if (fit.bCovariance === null) return null;
  const { items, values } = fit.bCovariance;
  const b = items.map((item) => fit.items[item]?.b ?? NaN);
  const spread = variance(b, 'sample');
  const reliability = 1 - centredErrorVariance(values, items.length) / spread;
  return Number.isFinite(reliability) ? reliability : null;
}

/** sum(diag(C V C)) / (I - 1): the error variance of centred values, to be held against their sample variance. */
export function centredErrorVariance(covariance: Float64Array, size: number): number {
  let trace = 0;
  let all = 0;
  for (let row = 0; row < size; row++) {
    trace += covariance[row * size + row] ?? NaN;
    for (let column = 0; column < size; column++) all += covariance[row * size + column] ?? NaN;
  }
  return (trace - all / size) / (size - 1);
}
