/** The shared numerics against closed forms and published values. */
import fc from 'fast-check';
import { cholesky, invertFactored, solveFactored } from '../../../methods/statistics/cholesky.ts';
import { pearson, spearman } from '../../../methods/statistics/correlation.ts';
import { logistic, logit } from '../../../methods/statistics/logistic.ts';
import { mean, variance } from '../../../methods/statistics/mean.ts';
import { normalCdf, normalQuantile } from '../../../methods/statistics/normal.ts';
import { addOuterProducts } from '../../../methods/statistics/outer-products.ts';
import { averageRanks } from '../../../methods/statistics/ranks.ts';

const number = fc.double({ min: -5, max: 5, noNaN: true });

describe('the normal distribution', () => {
  it('has the tabled values (Abramowitz and Stegun, table 26.1; R pnorm)', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.96)).toBeCloseTo(0.9750021048517795, 14);
    expect(normalCdf(-3.5) / 0.00023262907903552502).toBeCloseTo(1, 10);
    expect(normalCdf(-10) / 7.619853024160527e-24).toBeCloseTo(1, 10);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  });

  it('has a quantile that undoes it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-12);
      }),
    );
  });
});

describe('correlations', () => {
  it('are those of R on the first Anscombe quartet', () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    expect(pearson(x, y)).toBeCloseTo(0.81642051634484, 12);
    expect(spearman(x, y)).toBeCloseTo(0.8181818181818182, 12);
  });

  it('are null without variance, and share ranks among ties', () => {
    expect(pearson([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull();
    expect(pearson([1], [2])).toBeNull();
    expect(Array.from(averageRanks([3, 1, 3, 2]))).toEqual([3.5, 1, 3.5, 2]);
  });
});

describe('samples', () => {
  it('mean and variance', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(mean([1, 5], [3, 1])).toBe(2);
    expect(variance([1, 2, 6], 'sample')).toBe(7);
    expect(variance([1, 5], 'population', [1, 1])).toBe(4);
  });

  it('logistic and logit undo each other, and do not overflow', () => {
    fc.assert(fc.property(number, (x) => expect(logit(logistic(x))).toBeCloseTo(x, 9)));
    expect([logistic(-1000), logistic(1000)]).toEqual([0, 1]);
  });
});

describe('symmetric systems', () => {
  const rows = fc.array(fc.array(number, { minLength: 4, maxLength: 4 }), { minLength: 9, maxLength: 9 });

  it('solves and inverts what outer products add up to', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const matrix = new Float64Array(16);
        for (let k = 0; k < 4; k++) matrix[k * 5] = 0.5;
        addOuterProducts(matrix, 4, Float64Array.from(values.flat()), new Float64Array(9).fill(1), 9);
        const full = (i: number, k: number): number => matrix[Math.max(i, k) * 4 + Math.min(i, k)] as number;
        const factor = cholesky(matrix, 4);
        if (factor === null) throw new Error('not positive definite');
        const x = solveFactored(factor, 4, Float64Array.from([1, 2, 3, 4]));
        const inverse = invertFactored(factor, 4);
        for (let i = 0; i < 4; i++) {
          const back = [0, 1, 2, 3].reduce((sum, k) => sum + full(i, k) * (x[k] as number), 0);
          expect(back).toBeCloseTo(i + 1, 6);
          const unit = [0, 1, 2, 3].reduce((sum, k) => sum + full(i, k) * (inverse[k * 4] as number), 0);
          expect(unit).toBeCloseTo(i === 0 ? 1 : 0, 6);
        }
      }),
    );
  });

  it('refuses what is not positive definite', () => {
    expect(cholesky(Float64Array.from([1, 0, 2, 1]), 2)).toBeNull();
    expect(cholesky(Float64Array.from([0]), 1)).toBeNull();
  });
});
