/** Two crossed samples, flipped signs, and sizes: values with a source, and what must hold of any data. */
import fc from 'fast-check';
import { randomStream } from '../../../domain/seeds.ts';
import { crossedMean, resampleCrossed } from '../../../methods/statistics/crossed-bootstrap.ts';
import { crossedVariance } from '../../../methods/statistics/crossed-variance.ts';
import {
  detectableMean,
  observationsPerGroup,
  pairsNeeded,
  standardizedDifference,
} from '../../../methods/statistics/mean-differences.ts';
import { signFlip } from '../../../methods/statistics/sign-flip.ts';

/** Darwin's plants, crossed minus self-fertilized, in eighths of an inch (Fisher 1935, table 3). */
const DARWIN = Float64Array.of(49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48);

test('signs flipped: 863 of the 32,768 sums of Fisher (1935, section 21) are as large as the one that was seen', () => {
  const { value, p, exact, pairs } = signFlip(DARWIN, { draws: 2 ** 15, seed: 1 });
  expect({ value, p, exact, pairs }).toEqual({
    value: 314 / 15,
    p: (2 * 863) / 2 ** 15,
    exact: true,
    pairs: 15,
  });
  const drawn = signFlip(DARWIN, { draws: 10_000, seed: 1 });
  expect(drawn.exact).toBe(false);
  expect(drawn.p).toBeCloseTo((2 * 863) / 2 ** 15, 2);
});

const differences = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 40 });

test('signs flipped: p is above 0 and at most 1, knows no order of magnitude and no side, and leaves out what is absent', () => {
  fc.assert(
    fc.property(differences, fc.integer({ min: 1, max: 1000 }), (values, seed) => {
      const of = (numbers: readonly number[]): number =>
        signFlip(Float64Array.from(numbers), { draws: 200, seed }).p ?? NaN;
      const p = of(values);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(of(values.map((value) => value * 8))).toBe(p);
      expect(of(values.map((value) => -value))).toBe(p);
      expect(of([NaN, ...values, NaN])).toBe(p);
    }),
    { numRuns: 60 },
  );
  expect(signFlip(Float64Array.of(NaN), { seed: 1 })).toEqual({
    value: null,
    p: null,
    exact: false,
    pairs: 0,
  });
});

test('signs flipped: under noise, p below .05 comes about as often as it should', () => {
  let below = 0;
  const runs = 400;
  for (let run = 0; run < runs; run++) {
    const stream = randomStream(5, 'null', run);
    const noise = Float64Array.from({ length: 24 }, () => stream.normal());
    if ((signFlip(noise, { draws: 400, seed: run }).p ?? 1) <= 0.05) below++;
  }
  expect(below / runs).toBeGreaterThan(0.025);
  expect(below / runs).toBeLessThan(0.075);
});

test('crossed: a shift moves value and interval alike, and an absent cell is left out', () => {
  const resamples = resampleCrossed(4, 5, 400, 3);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 20, maxLength: 20 }),
      fc.integer({ min: -30, max: 30 }),
      (cells, shift) => {
        const before = crossedMean(Float64Array.from(cells), resamples);
        const after = crossedMean(
          Float64Array.from(cells, (value) => value + shift),
          resamples,
        );
        expect(after.value).toBeCloseTo((before.value ?? NaN) + shift, 9);
        expect(after.interval?.[0]).toBeCloseTo((before.interval?.[0] ?? NaN) + shift, 9);
        expect(after.interval?.[1]).toBeCloseTo((before.interval?.[1] ?? NaN) + shift, 9);
      },
    ),
    { numRuns: 30 },
  );
  const holed = Float64Array.from({ length: 20 }, (_, index) => (index === 0 ? NaN : 7));
  expect(crossedMean(holed, resamples)).toEqual({ value: 7, interval: [7, 7], cells: 19 });
  expect(crossedMean(holed.fill(NaN), resamples)).toEqual({ value: null, interval: null, cells: 0 });
});

test('crossed: the variance out of mean squares of a table of four, worked out by hand', () => {
  // Row means 1.5 and 4, column means 2 and 3.5: mean squares 6.25, 2.25 and .25, so (6.25 + 2.25 - .25) / 4.
  expect(crossedVariance(Float64Array.of(1, 2, 3, 5), 2, 2)).toEqual({
    variance: 2.0625,
    freedom: 8.25 ** 2 / (6.25 ** 2 + 2.25 ** 2 + 0.25 ** 2),
  });
  // One row: the variance of a mean of three, 1 / 3.
  expect(crossedVariance(Float64Array.of(1, 2, 3), 1, 3)).toEqual({ variance: 1 / 3, freedom: 2 });
  // A row without values is no row; a hole that its row and column explain changes no component.
  expect(crossedVariance(Float64Array.of(1, 2, 3, NaN, NaN, NaN), 2, 3)).toEqual({
    variance: 1 / 3,
    freedom: 2,
  });
  const additive = Float64Array.of(1, 2, 3, 11, 12, 13, 21, 22, 23);
  const whole = crossedVariance(additive, 3, 3);
  expect(whole?.variance).toBeCloseTo((300 + 3) / 9, 9);
  expect(crossedVariance(Float64Array.of(4), 1, 1)).toBeNull();
});

test('crossed: one material is held, so that only items are drawn; one cell has no interval', () => {
  const one = crossedMean(Float64Array.of(1, 2, 3, 4, 5, 6), resampleCrossed(1, 6, 500, 2));
  expect(one.value).toBe(3.5);
  expect(one.interval?.[0]).toBeLessThan(3.5);
  expect(one.interval?.[1]).toBeGreaterThan(3.5);
  expect(crossedMean(Float64Array.of(4), resampleCrossed(1, 1, 50, 2)).interval).toBeNull();
});

test('crossed: where materials and items both vary, the interval holds the truth about as often as it says', () => {
  let held = 0;
  const [runs, rows, columns] = [150, 6, 8];
  const resamples = resampleCrossed(rows, columns, 500, 9);
  for (let run = 0; run < runs; run++) {
    const stream = randomStream(8, 'world', run);
    const ofRow = Array.from({ length: rows }, () => stream.normal());
    const ofColumn = Array.from({ length: columns }, () => stream.normal());
    const cells = Float64Array.from(
      { length: rows * columns },
      (_, k) => (ofRow[Math.floor(k / columns)] ?? 0) + (ofColumn[k % columns] ?? 0) + stream.normal(),
    );
    const [low, high] = crossedMean(cells, resamples).interval ?? [NaN, NaN];
    if (low <= 0 && high >= 0) held++;
  }
  expect(held / runs).toBeGreaterThan(0.9);
});

test('sizes: a difference of 5 with a deviation of 10 takes 63 in each group, or 32 pairs (Cohen 1988, d = .5, power .8)', () => {
  expect(observationsPerGroup(5, 10)).toBe(63);
  expect(pairsNeeded(5, 10)).toBe(32);
  expect(detectableMean(32, 10)).toBeLessThanOrEqual(5);
  expect(detectableMean(31, 10)).toBeGreaterThan(5);
});

test('d_z is the mean by the deviation of the differences; none where they do not vary', () => {
  // Darwin's: mean 20.93, sd 37.74.
  expect(standardizedDifference(DARWIN)).toBeCloseTo(20.9333 / 37.7436, 3);
  expect(standardizedDifference(Float64Array.of(3, 3, 3))).toBeNull();
  expect(standardizedDifference(Float64Array.of(3, NaN))).toBeNull();
});
