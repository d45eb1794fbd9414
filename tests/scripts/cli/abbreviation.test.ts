import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { abbreviates, namesParts } from '../../../scripts/cli/abbreviation.ts';

const ID = 'alignment/kill-nine/f886d2c01b3a/null-arm';

test.each(['alignment', 'kill/f886/null', 'kill-nine', 'f886', 'null', 'alignment/kill/f886', ID])(
  '%s is short for it',
  (reference) => expect(abbreviates(reference, ID)).toBe(true),
);

test.each(['ignment', 'kill/null', 'f886/kill', `${ID}/more`, 'nine', 'alignment//f886x'])(
  '%s is not',
  (reference) => expect(abbreviates(reference, ID)).toBe(false),
);

test('whole parts name one experiment, whatever another begins with', () => {
  expect(namesParts('alignment/demo', 'alignment/demo/aa8bc5ad07f5')).toBe(true);
  expect(namesParts('demo', 'alignment/demo/aa8bc5ad07f5')).toBe(true);
  expect(namesParts('alignment/demo', 'alignment/demo-flat/0c39a7d97a11')).toBe(false);
  expect(namesParts('emo/aa8bc5ad07f5', 'alignment/demo/aa8bc5ad07f5')).toBe(false);
});

test('beginnings of parts that follow one another always are', () => {
  const part = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
  const shortened = fc
    .array(fc.tuple(part, part), { minLength: 1, maxLength: 5 })
    .chain((parts) => fc.tuple(fc.constant(parts), fc.nat(parts.length - 1)));
  fc.assert(
    fc.property(shortened, ([parts, from]) => {
      const id = parts.map(([begins, ends]) => begins + ends).join('/');
      const reference = parts
        .slice(from)
        .map(([begins]) => begins)
        .join('/');
      return abbreviates(reference, id);
    }),
  );
});
