/** Log-likelihoods and standard errors against a naive evaluation: missing cells, weights, fractions, priors. */
import { randomStream } from '../../../domain/seeds.ts';
import { fitIrt, type FitOptions } from '../../../methods/irt/fit.ts';
import type { ResponseMatrix } from '../../../methods/irt/responses.ts';
import { cholesky, invertFactored } from '../../../methods/statistics/cholesky.ts';
import { naiveLogLikelihood, numericalInformation } from './oracle.ts';
import { simulate, withMissing } from './samples.ts';

const ITEMS = 4;
const binary = simulate(11, 40, ITEMS, 0.3).responses;
const weighted = { ...binary, weights: Float64Array.from({ length: 40 }, (_, person) => 0.5 + (person % 3)) };
const someMissing = withMissing(weighted, 12, 0.25);
const stream = randomStream(13, 'test-fractions');
const fractional = {
  ...someMissing,
  scores: someMissing.scores.map((score) => (stream.uniform() < 0.3 ? 0.1 + 0.8 * score : score)),
};

const cases: readonly (readonly [string, ResponseMatrix, FitOptions])[] = [
  ['Rasch', binary, { model: 'rasch' }],
  ['Rasch, variance 1', someMissing, { model: 'rasch', latentVariance: 1 }],
  ['Rasch, weights and missing', someMissing, { model: 'rasch' }],
  ['Rasch, fractions', fractional, { model: 'rasch' }],
  ['Rasch, fractions, map', fractional, { model: 'rasch', estimation: 'map' }],
  ['2PL', weighted, { model: '2pl', estimation: 'map' }],
  ['2PL, weights and missing', someMissing, { model: '2pl', estimation: 'map' }],
];

describe('a fit against the naive likelihood', () => {
  it.each(cases)('%s', (_name, responses, options) => {
    const fit = fitIrt(responses, { ...options, standardErrors: true });
    const a = fit.items.map((item) => item.a ?? NaN);
    const d = fit.items.map((item) => item.d ?? NaN);
    const sd = Math.sqrt(fit.latent.variance ?? NaN);
    expect(fit.converged).toBe(true);
    expect(Math.abs(naiveLogLikelihood(responses, a, d, sd) - fit.logLikelihood)).toBeLessThan(1e-6);

    // Parameters as they are free: a (2PL) or sigma (Rasch, unless fixed), then d.
    const twoParameter = options.model === '2pl';
    const spread = twoParameter ? a : options.latentVariance === 1 ? [] : [sd];
    const prior = options.estimation === 'map' ? 1 : 0;
    const objective = (x: number[]): number => {
      const slopes = twoParameter ? x.slice(0, ITEMS) : a;
      const intercepts = x.slice(spread.length);
      const sigma = twoParameter || spread.length === 0 ? 1 : (x[0] ?? NaN);
      let value = naiveLogLikelihood(responses, slopes, intercepts, sigma);
      for (const intercept of intercepts) value -= (prior * intercept ** 2) / (2 * 3 ** 2);
      for (const slope of slopes) value -= (prior * Math.log(slope) ** 2) / (2 * 0.5 ** 2);
      return value;
    };
    const point = [...spread, ...d];
    point.forEach((_, k) => {
      const moved = (by: number): number =>
        objective(point.map((value, at) => (at === k ? value + by : value)));
      expect(Math.abs(moved(1e-4) - moved(-1e-4)) / 2e-4).toBeLessThan(1e-4);
    });

    const information = Float64Array.from(numericalInformation(objective, point).flat());
    const factor = cholesky(information, point.length);
    if (factor === null) throw new Error('the numerical information is not positive definite');
    const covariance = invertFactored(factor, point.length);
    const error = (k: number): number => Math.sqrt(covariance[k * point.length + k] as number);
    fit.items.forEach((item, k) => {
      expect((item.se.d ?? NaN) / error(spread.length + k)).toBeCloseTo(1, 4);
      if (twoParameter) expect((item.se.a ?? NaN) / error(k)).toBeCloseTo(1, 4);
    });
    if (spread.length === 1) expect((fit.latent.se.variance ?? NaN) / (2 * sd * error(0))).toBeCloseTo(1, 4);
  });
});
