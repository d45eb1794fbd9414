import fc from 'fast-check';
import { biasCorrectedInterval, shareBelow } from '../../../methods/statistics/bias-corrected.ts';
import { expandedTail, studentQuantile975 } from '../../../methods/statistics/expanded-tail.ts';
import { holm } from '../../../methods/statistics/holm.ts';
import { centralInterval, quantileSorted } from '../../../methods/statistics/quantile.ts';

describe('quantiles', () => {
  it('interpolate as type 7 of Hyndman and Fan (R: quantile(c(1, 2, 4, 8), .4) = 2.4)', () => {
    expect(quantileSorted([1, 2, 4, 8], 0.4)).toBeCloseTo(2.4, 12);
    expect(quantileSorted([3], 0.9)).toBe(3);
  });

  it('bound the middle 95 % of a sample in any order', () => {
    const sample = Float64Array.from({ length: 1001 }, (_, k) => ((k * 389) % 1001) / 1000);
    expect(centralInterval(sample)).toEqual([0.025, 0.975]);
  });
});

describe('the tail of an expanded percentile interval', () => {
  it("uses Student's t (tables: 3.182 at 3 df, 2.069 at 23, 1.984 at 100)", () => {
    expect(studentQuantile975(3)).toBeCloseTo(3.182, 1);
    expect(studentQuantile975(23)).toBeCloseTo(2.0687, 4);
    expect(studentQuantile975(100)).toBeCloseTo(1.984, 3);
  });

  it('goes further out for few units, and to 2.5 % for many', () => {
    // By hand from tables: Phi(-sqrt(10 / 9) 2.26216) = Phi(-2.38452), Phi(-sqrt(20 / 19) 2.09302) = Phi(-2.14739).
    expect(expandedTail(10, 1)).toBeCloseTo(0.00855, 4);
    expect(expandedTail(20, 1)).toBeCloseTo(0.01588, 4);
    expect(expandedTail(100_000, 2)).toBeCloseTo(0.025, 5);
  });
});

describe('the bias-corrected interval', () => {
  const sample = Float64Array.from({ length: 1001 }, (_, k) => k / 1000);

  it('is the percentile interval where draws centre on the estimate', () => {
    const [low, high] = biasCorrectedInterval(sample, shareBelow(sample, 0.5), 0.025);
    expect(low).toBeCloseTo(0.025, 6);
    expect(high).toBeCloseTo(0.975, 6);
  });

  it('moves away from draws that lie on one side (Phi(2 z0 -+ 1.96) with z0 = Phi^-1(.6))', () => {
    const [low, high] = biasCorrectedInterval(sample, shareBelow(sample, 0.6), 0.025);
    expect(low).toBeCloseTo(0.0731, 2);
    expect(high).toBeCloseTo(0.9932, 2);
  });

  it('stays finite where all draws lie below', () => {
    biasCorrectedInterval(sample, shareBelow(sample, 2), 0.025).forEach((end) =>
      expect(end).toBeGreaterThan(0.9),
    );
  });
});

describe('Holm', () => {
  it("adjusts as R's p.adjust", () => {
    // p.adjust(c(.01, .04, .03, .005), "holm") = .03 .06 .06 .02
    holm([0.01, 0.04, 0.03, 0.005]).forEach((p, k) =>
      expect(p).toBeCloseTo([0.03, 0.06, 0.06, 0.02][k] ?? NaN, 12),
    );
    expect(holm([])).toEqual([]);
  });

  it('keeps the order of p-values, never below them, never above 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (p) => {
        const adjusted = holm(p);
        p.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          p.forEach((other, k) => {
            if (value < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[k] ?? NaN);
          });
        });
      }),
    );
  });
});
