/**
 * Modes of posteriors and test information against the log-posterior written down naively, and against the manual of R ltm
 * (Rizopoulos 2006, `factor.scores` of the 2PL of LSAT 6, empirical Bayes: the mode and its standard error).
 */
import fc from 'fast-check';
import { fitIrt } from '../../../methods/irt/fit.ts';
import { testInformation } from '../../../methods/irt/information.ts';
import { modalScore } from '../../../methods/irt/map-scores.ts';
import { lsat6 } from './samples.ts';

interface Item {
  readonly a: number;
  readonly d: number;
}

function logPosterior(
  items: readonly Item[],
  answers: readonly number[],
  variance: number,
  theta: number,
): number {
  return items.reduce(
    (sum, { a, d }, k) => {
      const answer = answers[k] as number;
      if (Number.isNaN(answer)) return sum;
      return sum - Math.log1p(Math.exp((answer === 1 ? -1 : 1) * (a * theta + d)));
    },
    (-theta * theta) / (2 * variance),
  );
}

/** By ternary search: the log-posterior is concave. */
function modeOf(value: (theta: number) => number): number {
  let [low, high] = [-30, 30];
  for (let k = 0; k < 200; k++) {
    const third = (high - low) / 3;
    if (value(low + third) < value(high - third)) low += third;
    else high -= third;
  }
  return (low + high) / 2;
}

const item = fc.record({
  a: fc.double({ min: -2, max: 3, noNaN: true }),
  d: fc.double({ min: -4, max: 4, noNaN: true }),
});
const cases = fc
  .array(fc.tuple(item, fc.constantFrom(0, 1, NaN)), { minLength: 1, maxLength: 15 })
  .map((pairs) => ({ items: pairs.map(([one]) => one), answers: pairs.map(([, answer]) => answer) }));

test('the mode and its curvature, to 1e-5', () => {
  fc.assert(
    fc.property(cases, fc.double({ min: 0.1, max: 9, noNaN: true }), ({ items, answers }, variance) => {
      const value = (theta: number): number => logPosterior(items, answers, variance, theta);
      const theta = modeOf(value);
      const found = modalScore(items, Float64Array.from(answers), variance);
      expect(Math.abs((found?.theta ?? NaN) - theta)).toBeLessThan(1e-5);
      const h = 1e-3;
      const curvature = -(value(theta + h) - 2 * value(theta) + value(theta - h)) / (h * h);
      expect(Math.abs((found?.se ?? NaN) - 1 / Math.sqrt(curvature))).toBeLessThan(1e-5);
    }),
  );
});

test('LSAT 6, 2PL', () => {
  const { items } = fitIrt(lsat6, { model: '2pl' });
  for (const [pattern, theta, se] of [
    ['00000', -1.895, 0.795],
    ['00001', -1.479, 0.796],
    ['00010', -1.46, 0.796],
    ['00011', -1.041, 0.8],
    ['11111', 0.606, 0.855],
  ] as const) {
    const found = modalScore(items, Float64Array.from(pattern, Number), 1);
    // ltm prints three digits, of estimates on 21 nodes.
    expect(Math.abs((found?.theta ?? NaN) - theta)).toBeLessThan(1e-3);
    expect(Math.abs((found?.se ?? NaN) - se)).toBeLessThan(1e-3);
  }
});

test('no mode for probabilities, nor without latent variance; nobody answering leaves the prior', () => {
  const items = [{ a: 1, d: 0 }];
  expect(modalScore(items, Float64Array.of(0.5), 1)).toBeNull();
  expect(modalScore(items, Float64Array.of(1), 0)).toBeNull();
  expect(modalScore(items, Float64Array.of(NaN), 4)).toEqual({ theta: 0, se: 2 });
  expect(modalScore([{ a: null, d: null }], Float64Array.of(1), 4)).toEqual({ theta: 0, se: 2 });
});

test('far answers settle too: slopes that ran away', () => {
  const items = [
    { a: 60, d: 300 },
    { a: 60, d: -300 },
    { a: 40, d: 0 },
  ];
  const value = (theta: number): number => logPosterior(items, [1, 0, 1], 25, theta);
  const found = modalScore(items, Float64Array.of(1, 0, 1), 25);
  expect(Math.abs((found?.theta ?? NaN) - modeOf(value))).toBeLessThan(1e-5);
});

test('test information is what the squared slopes of the response curves give, item by item', () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 10 }), (items) => {
      for (const { theta, information, se } of testInformation(items)) {
        // Fisher information of a binary answer: P'^2 / (P Q).
        const h = 1e-4;
        const sum = items.reduce((total, { a, d }) => {
          const p = (at: number): number => 1 / (1 + Math.exp(-(a * at + d)));
          const slope = (p(theta + h) - p(theta - h)) / (2 * h);
          return total + slope ** 2 / (p(theta) * (1 - p(theta)));
        }, 0);
        expect(Math.abs(information - sum)).toBeLessThan(1e-5);
        if (se !== null) expect(se).toBeCloseTo(1 / Math.sqrt(information), 10);
      }
    }),
  );
});

test('without an item there is no information', () => {
  expect(testInformation([{ a: null, d: null }], [0])).toEqual([{ theta: 0, information: 0, se: null }]);
});
