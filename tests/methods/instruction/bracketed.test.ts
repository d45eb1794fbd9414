/** Probabilities out of a judge's words, by both rules. */
import fc from 'fast-check';
import { faithfulScore, readFaithful, readStrict } from '../../../methods/instruction/bracketed.ts';

const TEXTS: readonly [text: string, strict: number | null, groups: number, sum: number][] = [
  ['The student knows little. [35]', 35, 1, 35],
  ['[85%]', 85, 1, 0],
  ['[85/100] it is', 85, 1, 0],
  ['[ 62.5 % ]', 62.5, 1, 0],
  ['from [20] up to [40]', 40, 2, 60],
  ['[70] as in [Figure 1]', 70, 2, 70],
  ['[70] or rather [700]', null, 2, 770],
  ['[-5]', null, 1, -5],
  ['[a number]', null, 1, 0],
  ['85', null, 0, 0],
  ['', null, 0, 0],
  ['[[60]]', 60, 1, 60],
  ['[50', null, 0, 0],
  ['[0]', 0, 1, 0],
  ['[100]', 100, 1, 100],
  ['[1e2]', null, 1, 0],
];

test.each(TEXTS)('%j', (text, strict, groups, sum) => {
  expect(readStrict(text)).toBe(strict);
  expect(readFaithful(text)).toEqual({ groups, sum });
});

test('the faithful score is over all groups of a conversation: words in brackets count, and nothing at all has no score', () => {
  expect(faithfulScore([readFaithful('[80]'), readFaithful('[hm] [40]')])).toBe(40);
  expect(faithfulScore([readFaithful('80'), readFaithful('')])).toBeNull();
});

test('any text is read, in time, and a strict number is from 0 to 100', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('[', ']', '1', '0', '%', '/', ' ', 'a', '.') }), (text) => {
      const value = readStrict(text) ?? 0;
      expect(value >= 0 && value <= 100).toBe(true);
      expect(Number.isFinite(readFaithful(text).sum)).toBe(true);
    }),
  );
  const start = performance.now();
  readStrict('['.repeat(200_000));
  readFaithful(`[${'1'.repeat(200_000)}`);
  expect(performance.now() - start).toBeLessThan(1000);
});
