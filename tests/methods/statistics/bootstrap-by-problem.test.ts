import fc from 'fast-check';
import { randomStream } from '../../../domain/seeds.ts';
import {
  bootstrapMean,
  bootstrapRatio,
  resampleProblems,
} from '../../../methods/statistics/bootstrap-by-problem.ts';

describe('resampled problems', () => {
  it('are as many as there are, in every draw, each draw with a stream of its own', () => {
    const { counts } = resampleProblems(37, 50, 9);
    for (let draw = 0; draw < 50; draw++) {
      const row = counts.subarray(draw * 37, (draw + 1) * 37);
      expect(row.reduce((sum, count) => sum + count, 0)).toBe(37);
    }
    // More draws, or another order of asking, change nothing of the first ones.
    expect(resampleProblems(37, 80, 9).counts.subarray(0, 50 * 37)).toEqual(counts);
    expect(resampleProblems(37, 50, 10).counts).not.toEqual(counts);
  });
});

describe('the mean over problems', () => {
  it('has the interval of the normal theory for many problems', () => {
    const stream = randomStream(3, 'test');
    const values = Float64Array.from({ length: 400 }, () => stream.integer(4) / 3);
    const { value, interval, problems } = bootstrapMean(values, resampleProblems(400, 4000, 1));
    const mean = values.reduce((sum, x) => sum + x, 0) / 400;
    const se = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 399 / 400);
    expect([value, problems]).toEqual([expect.closeTo(mean, 12), 400]);
    expect((interval?.[0] ?? NaN) - mean).toBeCloseTo(-1.96 * se, 2);
    expect((interval?.[1] ?? NaN) - mean).toBeCloseTo(1.96 * se, 2);
  });

  it('covers a known mean in about 95 of 100 samples of 30 problems', () => {
    let covered = 0;
    const samples = 400;
    const resamples = resampleProblems(30, 600, 5);
    for (let sample = 0; sample < samples; sample++) {
      // A problem's difficulty is uniform, three runs each: the mean is .5, and runs of a problem are alike.
      const stream = randomStream(sample, 'test of coverage');
      const values = Float64Array.from({ length: 30 }, () => {
        const p = stream.uniform();
        return [0, 1, 2].filter(() => stream.uniform() < p).length / 3;
      });
      const { interval } = bootstrapMean(values, resamples);
      if (interval !== null && interval[0] <= 0.5 && interval[1] >= 0.5) covered++;
    }
    // Binomial error of 400 samples: 1.1 points.
    expect(covered / samples).toBeGreaterThan(0.92);
    expect(covered / samples).toBeLessThan(0.98);
  });

  it('leaves out problems without a value', () => {
    const resamples = resampleProblems(4, 500, 1);
    const { value, problems } = bootstrapMean(Float64Array.from([1, NaN, 0, NaN]), resamples);
    expect([value, problems]).toEqual([0.5, 2]);
    expect(bootstrapMean(Float64Array.from([NaN, NaN, NaN, NaN]), resamples)).toEqual({
      value: null,
      interval: null,
      p: null,
      problems: 0,
    });
    expect(bootstrapMean(Float64Array.from([NaN, 0.7, NaN, NaN]), resamples)).toEqual({
      value: 0.7,
      interval: null,
      p: null,
      problems: 1,
    });
  });

  it('has a p that is small for a clear difference, 1 without one, and at least 2 / (draws + 1)', () => {
    const resamples = resampleProblems(50, 999, 1);
    const clear = bootstrapMean(
      Float64Array.from({ length: 50 }, (_, k) => (k % 5 === 0 ? 0 : 1)),
      resamples,
    );
    expect(clear.p).toBeCloseTo(0.002, 12);
    expect(bootstrapMean(new Float64Array(50), resamples)).toMatchObject({
      value: 0,
      interval: [0, 0],
      p: 1,
    });
    const none = bootstrapMean(
      Float64Array.from({ length: 50 }, (_, k) => (k % 2 === 0 ? 1 : -1)),
      resamples,
    );
    expect(none.p).toBeGreaterThan(0.8);
  });

  it('turns over with its sign', () => {
    const values = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(values, (list) => {
        const resamples = resampleProblems(list.length, 200, 2);
        const one = bootstrapMean(
          Float64Array.from(list, (x) => x / 3),
          resamples,
        );
        const other = bootstrapMean(
          Float64Array.from(list, (x) => -x / 3),
          resamples,
        );
        expect(other.interval?.[0]).toBeCloseTo(-(one.interval?.[1] ?? NaN), 9);
        expect(other.p).toBeCloseTo(one.p ?? NaN, 12);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a ratio of two sums', () => {
  it('is theirs, not the mean of ratios, and draws both together', () => {
    const above = Float64Array.from([1, 0, 3, 0]);
    const below = Float64Array.from([1, 2, 3, 0]);
    const { value, interval, problems } = bootstrapRatio(above, below, resampleProblems(4, 1000, 1));
    expect([value, problems]).toEqual([4 / 6, 3]);
    expect(interval?.[0]).toBeGreaterThanOrEqual(0);
    expect(interval?.[1]).toBeLessThanOrEqual(1);
    const all = bootstrapRatio(below, below, resampleProblems(4, 1000, 1));
    expect(all.interval).toEqual([1, 1]);
  });
});
