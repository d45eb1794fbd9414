import { property, assert, integer, array } from 'fast-check';
import { indexed, joined, slice, spread } from '../../domain/indexed.ts';

const upTo = (length: number, from = 0) => indexed(length, (i) => from + i);

test('lists one after the other are one list, empty ones among them', () => {
  assert(
    property(array(integer({ min: 0, max: 20 })), (lengths) => {
      const whole = joined(lengths.map((length, i) => upTo(length, 100 * i)));
      const entries = lengths.flatMap((length, i) => Array.from({ length }, (_, j) => 100 * i + j));
      expect([...whole]).toEqual(entries);
      expect(slice(whole, 2, 7)).toEqual(entries.slice(2, 7));
      expect(whole.at(entries.length)).toBeUndefined();
    }),
  );
});

test('a part of a long list is spread over it, whatever the period of its order', () => {
  expect([...spread(upTo(7), 7)]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const part = [...spread(upTo(1_000_000), 1000)];
  expect(new Set(part).size).toBe(1000);
  for (const period of [2, 10, 1000, 250_000]) {
    const early = part.filter((i) => i % period < period / 2).length;
    expect(Math.abs(early - 500)).toBeLessThan(60);
  }
});
