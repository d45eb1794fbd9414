/**
 * Sizes and comparisons of fits. AIC and BIC are arithmetic on the log-likelihoods of R mirt in `reference.test.ts`: -2466.9376 of the
 * Rasch model of LSAT 6 on 6 parameters, -2658.805114 of the 2PL of LSAT 7 on 10, with log(1000) = 6.907755.
 */
import { fitIrt } from '../../../methods/irt/fit.ts';
import { fitSize, likelihoodRatio } from '../../../methods/irt/model-comparison.ts';
import { lsat6, lsat7, ofRows } from './samples.ts';

test('LSAT 6, Rasch', () => {
  const { aic, bic, ...size } = fitSize(fitIrt(lsat6, { model: 'rasch' }), lsat6, 'free');
  expect(size).toEqual({ persons: 1000, parameters: 6 });
  expect(aic).toBeCloseTo(4945.875, 3);
  expect(bic).toBeCloseTo(4975.322, 3);
});

test('LSAT 7, 2PL', () => {
  const { aic, bic, ...size } = fitSize(fitIrt(lsat7, { model: '2pl' }), lsat7, 'free');
  expect(size).toEqual({ persons: 1000, parameters: 10 });
  expect(aic).toBeCloseTo(5337.61, 3);
  expect(bic).toBeCloseTo(5386.688, 3);
});

test('a fixed latent variance is no free parameter', () => {
  const fit = fitIrt(lsat6, { model: 'rasch', latentVariance: 1 });
  expect(fitSize(fit, lsat6, 1).parameters).toBe(5);
});

test('Rasch against 2PL: not rejected in LSAT 6, rejected in LSAT 7', () => {
  const test = (responses: typeof lsat6) =>
    likelihoodRatio(fitIrt(responses, { model: 'rasch' }), fitIrt(responses, { model: '2pl' }));
  // Four degrees of freedom: the tail is exp(-x / 2) (1 + x / 2).
  for (const [responses, chiSquare] of [
    [lsat6, 2 * (2466.9376 - 2466.653378)],
    [lsat7, 2 * (2664.900891 - 2658.805114)],
  ] as const) {
    const found = test(responses);
    expect(found?.df).toBe(4);
    expect(Math.abs((found?.chiSquare ?? NaN) - chiSquare)).toBeLessThan(2e-4);
    const half = (found?.chiSquare ?? NaN) / 2;
    expect(Math.abs((found?.p ?? NaN) - Math.exp(-half) * (1 + half))).toBeLessThan(1e-12);
  }
  expect(test(lsat6)?.p).toBeCloseTo(0.967, 3);
});

test('constant items and those who answered nothing else are not counted', () => {
  const responses = ofRows([
    [1, 0, 1, 1],
    [0, 1, 0, 1],
    [1, 1, 0, 1],
    [0, 0, 0, 1],
    [null, null, null, 1],
  ]);
  expect(fitSize(fitIrt(responses, { model: 'rasch' }), responses, 'free')).toMatchObject({
    persons: 4,
    parameters: 4,
  });
});

test('no criterion and no test where the log-likelihood is not at its top', () => {
  const map = fitIrt(lsat6, { model: 'rasch', estimation: 'map' });
  expect(fitSize(map, lsat6, 'free')).toMatchObject({ aic: null, bic: null, parameters: 6 });
  expect(likelihoodRatio(map, fitIrt(lsat6, { model: '2pl' }))).toBeNull();
  const shares = ofRows([
    [0.2, 1, 0],
    [1, 0.5, 0],
    [0, 1, 1],
  ]);
  expect(fitSize(fitIrt(shares, { model: 'rasch' }), shares, 'free')).toMatchObject({ aic: null, bic: null });
});

test('no test where the latent variance is at its bound', () => {
  const opposed = ofRows([
    [1, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
    [0, 1, 1],
  ]);
  const rasch = fitIrt(opposed, { model: 'rasch' });
  expect(rasch.latent.variance).toBe(0);
  expect(likelihoodRatio(rasch, { ...rasch, model: '2pl' })).toBeNull();
});
