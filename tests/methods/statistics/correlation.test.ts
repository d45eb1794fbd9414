import fc from 'fast-check';
import { pearson, spearman } from '../../../methods/statistics/correlation.ts';

const sample = fc.array(
  fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 })),
  {
    minLength: 3,
    maxLength: 40,
  },
);

describe('correlations', () => {
  it('agree with a textbook example', () => {
    // Anscombe (1973), first set: r = .81642.
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    expect(pearson(x, y)).toBeCloseTo(0.81642, 5);
    expect(spearman(x, y)).toBeCloseTo(0.81818, 5);
  });

  it('do not move under a positive linear change of either side', () => {
    fc.assert(
      fc.property(
        sample,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: -50, max: 50 }),
        (pairs, scale, shift) => {
          const x = pairs.map(([one]) => one);
          const y = pairs.map(([, other]) => other);
          const r = pearson(x, y);
          const moved = pearson(
            x.map((value) => scale * value + shift),
            y,
          );
          if (r === null) expect(moved).toBeNull();
          else expect(moved).toBeCloseTo(r, 9);
        },
      ),
    );
  });

  it('are null where a side does not vary, and for a single pair', () => {
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull();
    expect(pearson([1], [1])).toBeNull();
    expect(spearman([2, 2], [1, 3])).toBeNull();
  });

  it('give ties their mean rank', () => {
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(0.94868, 5);
  });
});
