/** What must not matter, and what must follow, whatever the responses. */
import fc from 'fast-check';
import type { IrtFit } from '../../../methods/irt/estimates.ts';
import { fitIrt, type FitOptions } from '../../../methods/irt/fit.ts';
import type { ResponseMatrix } from '../../../methods/irt/responses.ts';
import { ofRows, simulate, toRows, withMissing } from './samples.ts';

const anyModel = fc.constantFrom<FitOptions>(
  { model: 'rasch' },
  { model: 'rasch', estimation: 'map' },
  { model: '2pl', estimation: 'map' },
);
const anyResponses = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    persons: fc.integer({ min: 60, max: 150 }),
    items: fc.integer({ min: 4, max: 9 }),
    missing: fc.constantFrom(0, 0.1, 0.4),
  })
  .map(({ seed, persons, items, missing }) =>
    withMissing(simulate(seed, persons, items, 0.3).responses, seed, missing),
  );
const few = { numRuns: 12 };

const difficulties = (fit: IrtFit): (number | null)[] => fit.items.map((item) => item.b);

/** Equal within the tolerance of two climbs to the same top; null only beside null. */
function expectSame(got: readonly (number | null)[], want: readonly (number | null)[]): void {
  expect(got.length).toBe(want.length);
  got.forEach((value, k) => {
    const other = want[k] ?? null;
    if (value === null || other === null) expect([k, value]).toEqual([k, other]);
    else expect(Math.abs(value - other)).toBeLessThan(1e-4 * (1 + Math.abs(other)));
  });
}

describe('a fit', () => {
  it('does not depend on the order of persons or items', () => {
    fc.assert(
      fc.property(anyResponses, anyModel, (responses, options) => {
        const turned = toRows(responses)
          .map((row) => [...row].reverse())
          .reverse();
        const fit = fitIrt(responses, options);
        const again = fitIrt(ofRows(turned), options);
        expect(again.logLikelihood).toBeCloseTo(fit.logLikelihood, 6);
        expectSame(difficulties(again).reverse(), difficulties(fit));
      }),
      few,
    );
  });

  it('reflects when every answer is turned round', () => {
    fc.assert(
      fc.property(anyResponses, anyModel, (responses, options) => {
        const fit = fitIrt(responses, options);
        const reflected = fitIrt(
          { ...responses, scores: responses.scores.map((score) => 1 - score) },
          options,
        );
        expect(reflected.logLikelihood).toBeCloseTo(fit.logLikelihood, 6);
        expectSame(
          difficulties(reflected).map((b) => (b === null ? null : -b)),
          difficulties(fit),
        );
      }),
      few,
    );
  });

  it('takes weight 2 for the same person twice', () => {
    fc.assert(
      fc.property(anyResponses, anyModel, (responses, options) => {
        const rows = toRows(responses);
        const weights = Float64Array.from(rows, (_, person) => person % 3);
        const twice = ofRows(rows.flatMap((row, person) => Array.from({ length: person % 3 }, () => row)));
        const fit = fitIrt({ ...responses, weights }, options);
        const again = fitIrt(twice, options);
        expect(again.logLikelihood).toBeCloseTo(fit.logLikelihood, 6);
        expectSame(difficulties(again), difficulties(fit));
      }),
      few,
    );
  });

  it('never goes downhill, and has no NaN in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(0, 1, null), { minLength: 4, maxLength: 4 }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.constantFrom<FitOptions>(
          { model: 'rasch' },
          { model: 'rasch', estimation: 'map' },
          { model: 'rasch', latentVariance: 1 },
          { model: '2pl' },
          { model: '2pl', estimation: 'map' },
        ),
        (rows, options) => {
          const fit = fitIrt(ofRows(rows), { ...options, standardErrors: true });
          const falls = fit.objectiveTrace.filter((value, k) => {
            const before = fit.objectiveTrace[k - 1] ?? -Infinity;
            return value < before - 1e-9 * (1 + Math.abs(before));
          });
          expect(falls).toEqual([]);
          expect(numbersIn(fit).filter((value) => !Number.isFinite(value))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value instanceof Float64Array) return Array.from(value);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('a shift of the population', () => {
  it('moves every Rasch difficulty by as much, and their differences by nothing', () => {
    const { responses } = simulate(21, 3000, 12, 0);
    const fitted = difficulties(fitIrt(responses, { model: 'rasch' }));
    const shifted = simulate(21, 3000, 12, 0, 0.8).responses;
    const differences = fitIrt(shifted, { model: 'rasch' }).items.map(
      (item, k) => (item.b ?? NaN) - (fitted[k] ?? NaN) + 0.8,
    );
    differences.forEach((difference) => expect(Math.abs(difference)).toBeLessThan(0.2));
  });
});

describe('fractional Rasch data', () => {
  it('that happen to be 0 and 1 are binary data', () => {
    const { responses } = simulate(31, 80, 6, 0);
    const nearly = {
      ...responses,
      scores: responses.scores.map((score) => (score === 1 ? 1 - 1e-12 : 1e-12)),
    };
    const fit = fitIrt(responses, { model: 'rasch' });
    const exact = fitIrt(nearly, { model: 'rasch' });
    expect(exact.logLikelihood).toBeCloseTo(fit.logLikelihood, 6);
    expectSame(difficulties(exact), difficulties(fit));
  });

  it('of one half are a person who answers 0 and one who answers 1, each of weight one half', () => {
    const halves: ResponseMatrix = ofRows([
      [0.5, 1, 0, 1],
      [1, 0.5, 0, 0],
      [0, 1, 1, 0],
      [1, 0, 1, 1],
      [0, 0, 0, 0.5],
    ]);
    const drawn: ResponseMatrix = {
      ...ofRows([
        ...[0, 1].map((x) => [x, 1, 0, 1]),
        ...[0, 1].map((x) => [1, x, 0, 0]),
        [0, 1, 1, 0],
        [1, 0, 1, 1],
        ...[0, 1].map((x) => [0, 0, 0, x]),
      ]),
      weights: Float64Array.from([0.5, 0.5, 0.5, 0.5, 1, 1, 0.5, 0.5]),
    };
    const fit = fitIrt(halves, { model: 'rasch', estimation: 'map' });
    const again = fitIrt(drawn, { model: 'rasch', estimation: 'map' });
    expect(again.logLikelihood).toBeCloseTo(fit.logLikelihood, 8);
    expectSame(difficulties(again), difficulties(fit));
  });
});
