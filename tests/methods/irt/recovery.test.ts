/** Recovery of planted parameters, and the refits of a bootstrap. */
import { randomStream } from '../../../domain/seeds.ts';
import { raschRefitter } from '../../../methods/irt/bootstrap-rasch.ts';
import { fitIrt } from '../../../methods/irt/fit.ts';
import { scoreDistribution } from '../../../methods/irt/score-distribution.ts';
import { ofRows, simulate } from './samples.ts';

describe('recovery of 50 difficulties from 2,000 persons', () => {
  const rms = (values: readonly number[]): number =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

  it.each([1, 2, 3])('Rasch: an RMSE of at most .075 (seed %i)', (seed) => {
    const { responses, b } = simulate(seed, 2000, 50, 0);
    const fit = fitIrt(responses, { model: 'rasch' });
    expect(rms(fit.items.map((item, k) => (item.b ?? NaN) - (b[k] as number)))).toBeLessThanOrEqual(0.075);
  });

  // What a 2PL can reach depends on the items drawn: a far, flat item is known badly whatever the method.
  it.each([3, 4])(
    '2PL: an RMSE of at most .075, and no more than the standard errors say (seed %i)',
    (seed) => {
      const { responses, b } = simulate(seed, 2000, 50, 0.3);
      const fit = fitIrt(responses, { model: '2pl', standardErrors: true });
      const error = rms(fit.items.map((item, k) => (item.b ?? NaN) - (b[k] as number)));
      expect(error).toBeLessThanOrEqual(0.075);
      expect(error / rms(fit.items.map((item) => item.se.b ?? NaN))).toBeLessThan(1.3);
    },
  );
});

describe('refits under weights', () => {
  for (const estimation of ['ml', 'map'] as const) {
    it(`are the fits of the resampled persons (${estimation})`, () => {
      const { responses } = simulate(51, 100, 12, 0);
      const refit = raschRefitter(responses, fitIrt(responses, { model: 'rasch', estimation }), {
        estimation,
      });
      const stream = randomStream(52, 'test-bootstrap');
      for (let draw = 0; draw < 20; draw++) {
        const weights = new Float64Array(100);
        for (let k = 0; k < 100; k++) {
          const person = stream.integer(100);
          weights[person] = (weights[person] as number) + 1;
        }
        const fit = fitIrt({ ...responses, weights }, { model: 'rasch', estimation });
        const got = refit(weights);
        expect(got.converged).toBe(true);
        fit.items.forEach((item, k) => expect(got.b[k]).toBeCloseTo(item.b ?? NaN, 5));
        expect(got.variance).toBeCloseTo(fit.latent.variance ?? NaN, 4);
      }
    });
  }

  it('leave out, under ml, an item that the weights make constant', () => {
    const responses = ofRows([
      [1, 1, 0],
      [0, 1, 1],
      [0, 0, 1],
      [0, 1, 0],
      [0, 0, 0],
      [0, 1, 1],
    ]);
    const refit = raschRefitter(responses, fitIrt(responses, { model: 'rasch' }));
    const { b } = refit(Float64Array.from([0, 1, 2, 1, 1, 1]));
    expect(Array.from(b, Number.isNaN)).toEqual([true, false, false]);
  });
});

describe('Lord and Wingersky', () => {
  it('gives the binomial for equal probabilities, and sums to 1', () => {
    const binomial = scoreDistribution(Float64Array.from([0.3, 0.3, 0.3]));
    [0.343, 0.441, 0.189, 0.027].forEach((p, score) => expect(binomial[score]).toBeCloseTo(p, 12));
    const mixed = scoreDistribution(Float64Array.from([0, 1, 0.2, 0.9]));
    expect(mixed.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(mixed.reduce((sum, p, score) => sum + score * p, 0)).toBeCloseTo(2.1, 12);
  });
});
