/** Items on one scale, and what a fit says it does not stand on. */
import fc from 'fast-check';
import { connectedItems } from '../../../methods/irt/connected.ts';
import { fitIrt } from '../../../methods/irt/fit.ts';
import type { ResponseMatrix } from '../../../methods/irt/responses.ts';
import { fitWarnings } from '../../../methods/irt/warnings.ts';
import { randomStream } from '../../../domain/seeds.ts';

const _ = NaN;

function matrix(rows: readonly (readonly number[])[]): ResponseMatrix {
  return {
    persons: rows.length,
    items: rows[0]?.length ?? 0,
    scores: Float64Array.from(rows.flat()),
    weights: undefined,
  };
}

/** Codes of the warnings of a Rasch fit. */
function codes(responses: ResponseMatrix): string[] {
  const ids = Array.from({ length: responses.items }, (__, item) => `q${item + 1}`);
  return fitWarnings(fitIrt(responses, { model: 'rasch' }), responses, ids).map(({ code }) => code);
}

test('two forms without a common person are two groups; one person who met both makes them one', () => {
  const forms = [
    [1, 0, _, _],
    [0, 1, _, _],
    [_, _, 1, 0],
    [_, _, 0, 1],
  ];
  expect(connectedItems(matrix(forms))).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(connectedItems(matrix([...forms, [_, 1, 0, _]]))).toEqual([[0, 1, 2, 3]]);
  expect(connectedItems(matrix([[1, _, _]]))).toEqual([[0]]);
});

test('groups are those of a search through the graph of items and persons', () => {
  const cell = fc.constantFrom(1, 0, _, _, _);
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 8 }),
      (rows) => {
        const met = (item: number): number[] =>
          rows.flatMap((row, p) => (Number.isNaN(row[item] ?? _) ? [] : [p]));
        const reach = new Map<number, Set<number>>();
        for (let item = 0; item < 6; item++) {
          const seen = new Set(met(item).length > 0 ? [item] : []);
          for (let before = -1; before !== seen.size;) {
            before = seen.size;
            const people = new Set([...seen].flatMap(met));
            for (let other = 0; other < 6; other++)
              if (met(other).some((p) => people.has(p))) seen.add(other);
          }
          reach.set(item, seen);
        }
        for (const group of connectedItems(matrix(rows)))
          for (const item of group) expect([...(reach.get(item) ?? [])].sort()).toEqual(group);
      },
    ),
  );
});

test('a fit says that forms are apart, and that there is no common trait', () => {
  const stream = randomStream(1, 'connected');
  const bit = (p: number): number => (stream.uniform() < p ? 1 : 0);
  const apart = Array.from({ length: 60 }, (__, person) =>
    person % 2 === 0 ? [bit(0.5), bit(0.3), bit(0.7), _, _, _] : [_, _, _, bit(0.5), bit(0.3), bit(0.7)],
  );
  expect(codes(matrix(apart))).toContain('unconnected');
  // Half of the items turned round: whoever scores on one half misses on the other.
  const against = Array.from({ length: 200 }, (__, person) => {
    const strong = person % 2 === 0;
    return [
      bit(strong ? 0.8 : 0.2),
      bit(strong ? 0.8 : 0.2),
      bit(strong ? 0.2 : 0.8),
      bit(strong ? 0.2 : 0.8),
    ];
  });
  expect(codes(matrix(against))).toContain('no-common-trait');
});
