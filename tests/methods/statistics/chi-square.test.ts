/**
 * Tails of the chi-square distribution. Critical values: Abramowitz and Stegun, table 26.8, and R's `qchisq`; closed forms
 * for even degrees of freedom (26.4.5, a Poisson sum) and for one degree (the normal distribution).
 */
import fc from 'fast-check';
import { chiSquareTail } from '../../../methods/statistics/chi-square.ts';
import { normalCdf } from '../../../methods/statistics/normal.ts';

test.each([
  [3.841459, 1, 0.05],
  [6.634897, 1, 0.01],
  [9.487729, 4, 0.05],
  [18.307038, 10, 0.05],
  [0.710723, 4, 0.95],
  [124.342113, 100, 0.05],
  [29.588298, 10, 0.001],
])('%f on %i degrees of freedom leaves %f', (x, df, p) => {
  expect(Math.abs(chiSquareTail(x, df) - p)).toBeLessThan(1e-6);
});

test('even degrees of freedom: the Poisson sum', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 200, noNaN: true }), (pairs, x) => {
      let term = Math.exp(-x / 2);
      let sum = 0;
      for (let k = 0; k < pairs; k++) {
        sum += term;
        term *= x / 2 / (k + 1);
      }
      expect(Math.abs(chiSquareTail(x, 2 * pairs) - sum)).toBeLessThan(1e-12);
    }),
  );
});

test('one degree of freedom: two tails of the normal distribution', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 30, noNaN: true }), (z) => {
      const normal = 2 * normalCdf(-z);
      expect(Math.abs(chiSquareTail(z * z, 1) - normal)).toBeLessThan(1e-12 + 1e-10 * normal);
    }),
  );
});

test('odd degrees follow from those below: Q(df + 2) = Q(df) + 2 x f(x; df) / df', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0.01, max: 100, noNaN: true }), (k, x) => {
      let gamma = Math.sqrt(Math.PI);
      for (let n = 1; n < 2 * k + 3; n += 2) gamma *= n / 2;
      const step = (Math.pow(x / 2, k + 0.5) * Math.exp(-x / 2)) / gamma;
      const got = chiSquareTail(x, 2 * k + 3) - chiSquareTail(x, 2 * k + 1);
      expect(Math.abs(got - step)).toBeLessThan(1e-12);
    }),
  );
});

test('the ends, and what has no tail', () => {
  expect(chiSquareTail(0, 3)).toBe(1);
  expect(chiSquareTail(-1e-9, 3)).toBe(1);
  expect(chiSquareTail(Infinity, 3)).toBe(0);
  expect(chiSquareTail(1, 0)).toBeNaN();
  expect(chiSquareTail(1, 1.5)).toBeNaN();
  expect(chiSquareTail(NaN, 1)).toBeNaN();
});
