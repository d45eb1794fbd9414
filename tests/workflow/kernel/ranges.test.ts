import fc from 'fast-check';
import {
  firstIndexes,
  sizeOf,
  takeFirst,
  widened,
  withIndex,
  type Ranges,
} from '../../../workflows/kernel/ranges.ts';

const indexes = fc.uniqueArray(fc.nat(300), { maxLength: 120 });
const setOf = (list: readonly number[]): Ranges => list.reduce<Ranges>(withIndex, []);
const listOf = (ranges: Ranges): number[] => takeFirst(ranges, Infinity).taken;

test('a set of indexes comes out sorted, whole and in as few ranges as can be', () => {
  fc.assert(
    fc.property(indexes, (list) => {
      const sorted = [...list].sort((a, b) => a - b);
      const ranges = setOf(list);
      expect(listOf(ranges)).toEqual(sorted);
      expect(sizeOf(ranges)).toBe(sorted.length);
      expect(ranges).toHaveLength(sorted.filter((index, i) => sorted[i - 1] !== index - 1).length);
    }),
  );
});

test('taking leaves the rest', () => {
  fc.assert(
    fc.property(indexes, fc.nat(150), (list, count) => {
      const { taken, rest } = takeFirst(setOf(list), count);
      expect([...taken, ...listOf(rest)]).toEqual([...list].sort((a, b) => a - b));
      expect(taken).toHaveLength(Math.min(count, list.length));
    }),
  );
});

test('widening keeps every index and never has more ranges than allowed', () => {
  fc.assert(
    fc.property(indexes, fc.integer({ min: 1, max: 20 }), (list, limit) => {
      const wide = widened(setOf(list), limit);
      expect(wide.length).toBeLessThanOrEqual(limit);
      expect(listOf(wide)).toEqual(expect.arrayContaining(list));
      if (setOf(list).length <= limit) expect(wide).toEqual(setOf(list));
    }),
  );
});

test('ten thousand shards are one range', () => {
  expect(firstIndexes(10_000)).toEqual([[0, 9_999]]);
  expect(firstIndexes(0)).toEqual([]);
});
