/**
 * Figures that the data do not hold. The random model on 10 items and 40 people is the study that once printed
 * `rho 1.00, -1.00 to 1.00` above a ceiling of .82, and a difference of +1.73.
 */
import fc from 'fast-check';
import { randomStream } from '../../../domain/seeds.ts';
import { align, alignArms } from '../../../methods/alignment/align.ts';
import { notEstimable } from '../../../methods/alignment/not-estimable.ts';
import type { ModelSide } from '../../../methods/alignment/sides.ts';
import { sideOf, world } from './worlds.ts';

const ITEMS = 10;
const { human, model } = world(4, { items: ITEMS, people: 40, rho: 0.8, clusters: 40 });

/** Answers that hang on nothing but the seed. */
function randomModel(seed: number, respondents = 40): ModelSide {
  const stream = randomStream(seed, 'random model');
  const scores = Float64Array.from({ length: respondents * ITEMS }, () => stream.integer(2));
  const clusters = Array.from({ length: respondents }, (_, row) => `r${row}`);
  return {
    ...sideOf({ persons: respondents, items: ITEMS, scores, weights: undefined }),
    items: human.items,
    clusters,
  };
}

describe('a random model on ten items and forty people', () => {
  const records = Array.from({ length: 30 }, (_, seed) =>
    align(human, randomModel(seed), { draws: 200, splits: 4 }),
  );

  it('never has a rho at its bound, nor one whose interval is the whole line', () => {
    for (const { rho, interval } of records) {
      if (rho !== null) {
        expect(Math.abs(rho)).toBeLessThan(1);
        expect(interval).not.toBeNull();
        expect((interval?.[0] ?? 0) > -0.99 || (interval?.[1] ?? 0) < 0.99).toBe(true);
      }
    }
  });

  it('has a reason wherever there is none, and no interval where that is the whole line', () => {
    const without = records.filter(({ rho }) => rho === null);
    expect(without.length).toBeGreaterThan(15);
    for (const { notEstimable: reason, interval } of without) {
      expect(reason).not.toBeNull();
      if (reason !== 'at-bound') expect(interval).toBeNull();
    }
    expect(records.filter(({ rho }) => rho !== null).every((one) => one.notEstimable === null)).toBe(true);
  });

  it('is not compared: no difference, no p-value, and the arm with its reason', () => {
    const seed = records.findIndex(({ rho }) => rho === null);
    const { arms, comparisons } = alignArms(
      human,
      [
        { name: 'random', model: randomModel(seed) },
        { name: 'real', model },
      ],
      { draws: 200, splits: 4 },
    );
    expect(comparisons[0]).toEqual({
      one: 'random',
      other: 'real',
      difference: null,
      notEstimable: { arm: 'random', reason: arms[0]?.record.notEstimable },
      interval: null,
      p: null,
      pHolm: null,
    });
  });
});

describe('a corrected correlation', () => {
  const draws = new Float64Array();
  const noise = { human: 0.1, model: 0.1 };
  const base = { draws, noise, undefinedDraws: 0, atBound: false };

  it('is a figure inside its bounds, whatever its interval leaves out', () => {
    const end = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(end, end, (a, b) => {
        const interval = [Math.min(a, b), Math.max(a, b)] as const;
        const whole = interval[0] <= -0.99 && interval[1] >= 0.99;
        expect(notEstimable(0.3, { ...base, rho: 0.4, interval })).toBe(whole ? 'whole-line' : null);
      }),
    );
  });

  it('is none at its bound, without spread, or where noise explains a side', () => {
    const interval = [0.93, 1] as const;
    expect(notEstimable(0.97, { ...base, rho: 1, interval, atBound: true })).toBe('at-bound');
    expect(notEstimable(null, { ...base, rho: 0.5, interval })).toBe('no-spread');
    expect(notEstimable(0.2, { ...base, rho: null, interval: null })).toBe('noise');
  });

  it('of shares with the same shares is 1: nothing was corrected', () => {
    const items = ['a', 'b', 'c', 'd'];
    const shares = Float64Array.from([0.2, 0.4, 0.6, 0.9]);
    const exact: ModelSide = {
      ...sideOf({
        persons: 1,
        items: 4,
        scores: shares,
        weights: undefined,
      }),
      items,
      exact: true,
    };
    const record = align({ kind: 'shares', items, shares }, exact, { draws: 50 });
    expect(record.notEstimable).toBeNull();
    expect(record.rho).toBeCloseTo(1, 6);
  });
});
