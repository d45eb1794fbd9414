/** The negative control: what it keeps, what it breaks, and that it tells a scale from none. */
import fc from 'fast-check';
import { randomStream } from '../../../domain/seeds.ts';
import type { ResponseMatrix } from '../../../methods/irt/responses.ts';
import { onePersonARow, shuffleControl, shuffledResponses } from '../../../methods/irt/shuffle-control.ts';
import { lsat7, ofRows, simulate, toRows, withMissing } from './samples.ts';

const column = ({ persons, items, scores }: ResponseMatrix, item: number): number[] =>
  Array.from({ length: persons }, (_, person) => scores[person * items + item] as number);

test('each item keeps its answers and its gaps; the seed and the draw say which shuffle', () => {
  fc.assert(
    fc.property(
      fc.nat(1000),
      fc.integer({ min: 2, max: 30 }),
      fc.integer({ min: 1, max: 6 }),
      (seed, n, k) => {
        const responses = withMissing(simulate(seed, n, k, 0.3).responses, seed, 0.2);
        const shuffled = shuffledResponses(responses, seed, 0);
        for (let item = 0; item < k; item++) {
          const [before, after] = [column(responses, item), column(shuffled, item)];
          expect(after.map(Number.isNaN)).toEqual(before.map(Number.isNaN));
          expect([...after].sort()).toEqual([...before].sort());
        }
        expect(shuffledResponses(responses, seed, 0).scores).toEqual(shuffled.scores);
      },
    ),
    { numRuns: 50 },
  );
  const { responses } = simulate(1, 200, 4, 0);
  expect(shuffledResponses(responses, 1, 0).scores).not.toEqual(shuffledResponses(responses, 1, 1).scores);
  expect(shuffledResponses(responses, 1, 0).scores).not.toEqual(shuffledResponses(responses, 2, 0).scores);
});

test('every order of an item is as likely as another', () => {
  const counts = new Map<string, number>();
  const three = ofRows([[0], [0.5], [1]]);
  for (let draw = 0; draw < 3000; draw++) {
    const order = column(shuffledResponses(three, 7, draw), 0).join(' ');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // 500 each, standard deviation 20.4.
  for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(90);
});

test('a scale is told from none', () => {
  const { responses } = simulate(3, 300, 12, 0.2);
  const scale = shuffleControl(responses, { model: 'rasch' }, { draws: 19, seed: 1 });
  expect(scale.p).toBe(0.05);
  expect(scale.real.variance ?? NaN).toBeGreaterThan(0.6);
  expect(scale.real.reliability ?? NaN).toBeGreaterThan(0.5);
  for (const { variance, reliability } of scale.shuffled) {
    expect(variance ?? NaN).toBeLessThan(0.3);
    expect(reliability ?? NaN).toBeLessThan(0.3);
  }
  const stream = randomStream(5, 'independent-answers');
  const independent = ofRows(
    Array.from({ length: 300 }, () => Array.from({ length: 12 }, () => stream.integer(2))),
  );
  const none = shuffleControl(independent, { model: '2pl' }, { draws: 9, seed: 1 });
  expect(none.p).toBeGreaterThan(0.1);
});

test('p counts the real answers among the shuffles', () => {
  const { responses } = simulate(11, 60, 5, 0);
  const { real, shuffled, p } = shuffleControl(responses, { model: 'rasch' }, { draws: 19, seed: 4 });
  const above = shuffled.filter(({ logLikelihood }) => logLikelihood > real.logLikelihood).length;
  expect(p).toBe((1 + above) / 20);
});

test('counted patterns become persons; other weights do not', () => {
  const persons = onePersonARow(lsat7);
  expect(persons?.persons).toBe(1000);
  expect(toRows(persons as ResponseMatrix).filter((row) => row.every((answer) => answer === 1))).toHaveLength(
    308,
  );
  const unweighted = ofRows([[1, 0]]);
  expect(onePersonARow(unweighted)).toBe(unweighted);
  expect(onePersonARow({ ...unweighted, weights: Float64Array.of(0.5) })).toBeNull();
  expect(onePersonARow({ ...unweighted, weights: Float64Array.of(2000) }, 1000)).toBeNull();
  expect(() => shuffleControl(lsat7, { model: 'rasch' }, { draws: 1, seed: 1 })).toThrow(RangeError);
});
