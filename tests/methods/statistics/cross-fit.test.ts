import fc from 'fast-check';
import { randomStream } from '../../../domain/seeds.ts';
import {
  atLeast,
  best,
  hashedFolds,
  judge,
  rankSignals,
  type Signalled,
  smoothedPrecision,
  trustCrossFitted,
  trustOnSame,
} from '../../../methods/statistics/cross-fit.ts';

const FIVE = hashedFolds(5);

/** `count` answers with a signal, the first `right` of them right. */
function answers(signal: string, count: number, right: number): Signalled[] {
  return Array.from({ length: count }, (_, k) => ({ problem: `${signal}${k}`, signal, right: k < right }));
}

describe('signals', () => {
  const sample = [...answers('solved', 10, 9), ...answers('filtered', 1, 1), ...answers('odd', 4, 1)];

  it('are ranked by precision, a single right one not as certain', () => {
    // (9 + .5) / 11 = .864, (1 + .5) / 2 = .75, (1 + .5) / 5 = .3.
    expect(rankSignals(sample).map(({ signal }) => signal)).toEqual(['solved', 'filtered', 'odd']);
    expect(rankSignals(sample).map(smoothedPrecision)).toEqual([9.5 / 11, 0.75, 0.3]);
    expect(rankSignals([...answers('b', 2, 1), ...answers('a', 2, 1)])[0]?.signal).toBe('a');
  });

  it('are trusted from a precision on, or the best so many', () => {
    const ranked = rankSignals(sample);
    expect(atLeast(0.75)(ranked)).toEqual(['solved', 'filtered']);
    expect(atLeast(0.9)(ranked)).toEqual([]);
    expect(best(2)(ranked)).toEqual(['solved', 'filtered']);
    expect(best(9)(ranked)).toHaveLength(3);
  });

  it('come to coverage of all cells and precision of the trusted', () => {
    expect(judge(trustOnSame(sample, atLeast(0.7)), 20)).toEqual({
      trusted: 11,
      right: 10,
      coverage: 11 / 20,
      precision: 10 / 11,
    });
    expect(judge(trustOnSame(sample, atLeast(0.9)), 20)).toEqual({
      trusted: 0,
      right: 0,
      coverage: 0,
      precision: null,
    });
    expect(judge([], 0).coverage).toBe(0);
  });
});

describe('folds', () => {
  it('hang on the id alone and are about as large', () => {
    const counts = new Array<number>(5).fill(0);
    for (let k = 0; k < 2000; k++) {
      const fold = FIVE.foldOf(`p${k}`);
      counts[fold] = (counts[fold] ?? 0) + 1;
    }
    // 400 +- 18 each.
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(75);
    // Frozen: a figure that was published must come out again.
    expect(['p1', 'p2', 'p3', 'p4', 'p5'].map((id) => FIVE.foldOf(id))).toEqual([4, 4, 2, 1, 1]);
  });
});

describe('cross-fitting', () => {
  it('chooses on the other folds: a signal that is right in one fold only is not trusted there', () => {
    // In the fold of `held`, "lucky" is right; in the others it is wrong.
    const ids = Array.from({ length: 200 }, (_, k) => `p${k}`);
    const held = ids.filter((id) => FIVE.foldOf(id) === 0);
    const sample = ids.map((problem): Signalled => ({
      problem,
      signal: 'lucky',
      right: held.includes(problem),
    }));
    const trusted = trustCrossFitted(sample, atLeast(0.1), FIVE);
    // By the other folds it is wrong throughout in the held one; the other folds see it right at times.
    expect(trusted.some(({ problem }) => held.includes(problem))).toBe(false);
    expect(judge(trusted, 200).precision).toBe(0);
    expect(judge(trustOnSame(sample, atLeast(0.1)), 200).precision).toBe(held.length / 200);
  });

  it('is what trusting on the same problems is, where every fold chooses the same', () => {
    const sample = [...answers('solved', 100, 95), ...answers('bad', 100, 5)];
    const choice = atLeast(0.5);
    expect(judge(trustCrossFitted(sample, choice, FIVE), 250)).toEqual(
      judge(trustOnSame(sample, choice), 250),
    );
  });

  it('does not flatter where signals say nothing: precision is the base rate, not the best signal of the sample', () => {
    // 60 signals without meaning over 300 answers that are right half of the time.
    let optimistic = 0;
    let fitted = 0;
    for (let world = 0; world < 20; world++) {
      const stream = randomStream(world, 'test of cross-fitting');
      const sample = Array.from({ length: 300 }, (_, k): Signalled => ({
        problem: `p${k}`,
        signal: `s${stream.integer(60)}`,
        right: stream.uniform() < 0.5,
      }));
      optimistic += (judge(trustOnSame(sample, atLeast(0.6)), 300).precision ?? 0) / 20;
      fitted += (judge(trustCrossFitted(sample, atLeast(0.6), FIVE), 300).precision ?? 0) / 20;
    }
    expect(optimistic).toBeGreaterThan(0.65);
    expect(Math.abs(fitted - 0.5)).toBeLessThan(0.05);
  });

  it('trusts every answer at most once, and keeps the runs of a problem together', () => {
    const list = fc.array(
      fc.record({
        problem: fc.integer({ min: 0, max: 12 }).map(String),
        signal: fc.constantFrom('a', 'b', 'c'),
        right: fc.boolean(),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 4 }), (sample, count) => {
        const trusted = trustCrossFitted(sample, best(count), FIVE);
        expect(new Set(trusted).size).toBe(trusted.length);
        for (const answer of trusted) expect(sample).toContain(answer);
        // With all signals let in, whatever the other folds have seen is trusted.
        const seen = (answer: Signalled): boolean =>
          sample.some(
            ({ problem, signal }) =>
              signal === answer.signal && FIVE.foldOf(problem) !== FIVE.foldOf(answer.problem),
          );
        expect(trustCrossFitted(sample, best(3), FIVE)).toHaveLength(sample.filter(seen).length);
      }),
    );
  });
});
