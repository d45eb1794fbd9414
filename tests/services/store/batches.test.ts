import fc from 'fast-check';
import { keyLists, powersOfTwo } from '../../../services/store/batches.ts';

function isPowerOfTwo(n: number): boolean {
  return n > 0 && Number.isInteger(Math.log2(n));
}

test('rows are cut into powers of two, in order, none lost', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 600 }), (rows) => {
      const runs = [...powersOfTwo(rows)];
      expect(runs.flat()).toEqual(rows);
      expect(runs.every(({ length }) => isPowerOfTwo(length) && length <= 128)).toBe(true);
    }),
  );
});

test('key lists hold every key, and are as long as a power of two', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 1_500 }), (keys) => {
      const lists = [...keyLists(keys)];
      expect(new Set(lists.flat())).toEqual(new Set(keys));
      expect(lists.every(({ length }) => isPowerOfTwo(length) && length <= 512)).toBe(true);
    }),
  );
});
