/** Item-rest correlations and alpha: against the textbook formulas, worked by hand and by another route. */
import fc from 'fast-check';
import { cronbachAlpha, itemRestCorrelations } from '../../../methods/irt/item-rest.ts';
import type { ResponseMatrix } from '../../../methods/irt/responses.ts';
import { pearson } from '../../../methods/statistics/correlation.ts';

function matrix(rows: readonly (readonly number[])[], weights?: readonly number[]): ResponseMatrix {
  return {
    persons: rows.length,
    items: rows[0]?.length ?? 0,
    scores: Float64Array.from(rows.flat()),
    weights: weights === undefined ? undefined : Float64Array.from(weights),
  };
}

test('by hand: four persons, three items', () => {
  const rows = matrix([
    [1, 1, 1],
    [1, 1, 0],
    [1, 0, 0],
    [0, 0, 0],
  ]);
  // Item variances 3/16, 1/4, 3/16; sums 3, 2, 1, 0 with variance 5/4: 3/2 (1 - (5/8)/(5/4)) = 3/4.
  expect(cronbachAlpha(rows)).toBeCloseTo(0.75, 12);
  // Item 1 (1 1 1 0) with the rest (2 1 0 0): 3/16 / sqrt(3/16 * 11/16) = 3/sqrt(33).
  expect(itemRestCorrelations(rows)[0]).toBeCloseTo(3 / Math.sqrt(33), 12);
});

test('without missing answers it is the corrected item-total correlation; weights are repetitions', () => {
  const bit = fc.integer({ min: 0, max: 1 });
  const row = fc.array(bit, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 5, maxLength: 20 }), (rows) => {
      const found = itemRestCorrelations(matrix(rows));
      found.forEach((r, item) => {
        const own = rows.map((each) => each[item] ?? 0);
        const rest = rows.map((each) => each.reduce((sum, score) => sum + score, 0) - (each[item] ?? 0));
        const expected = pearson(own, rest);
        if (expected === null || r === null) expect(r).toBe(expected);
        else expect(r).toBeCloseTo(expected, 9);
      });
      const twice = itemRestCorrelations(
        matrix(
          rows,
          rows.map(() => 2),
        ),
      );
      twice.forEach((r, item) => {
        const once = found[item] ?? null;
        if (r === null || once === null) expect(r).toBe(once);
        else expect(r).toBeCloseTo(once, 9);
      });
    }),
  );
});

test('an item turned round has the opposite correlation', () => {
  const rows = [
    [1, 1, 1, 0],
    [1, 1, 0, 0],
    [1, 0, 1, 1],
    [0, 0, 0, 1],
    [1, 1, 1, 0],
  ];
  const turned = rows.map(([first = 0, ...others]) => [1 - first, ...others]);
  const [plain] = itemRestCorrelations(matrix(rows));
  const [against] = itemRestCorrelations(matrix(turned));
  expect(against).toBeCloseTo(-(plain ?? NaN), 12);
});

test('what cannot be told is null', () => {
  expect(cronbachAlpha(matrix([[1], [0], [1]]))).toBeNull();
  expect(
    cronbachAlpha(
      matrix([
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
    ),
  ).toBeNull();
  expect(
    itemRestCorrelations(
      matrix([
        [1, NaN],
        [0, NaN],
        [1, NaN],
      ]),
    ),
  ).toEqual([null, null]);
});
