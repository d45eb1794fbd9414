import fc from 'fast-check';
import { cleanText, hasHiddenCharacters } from '../../reports/text.ts';

// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]/;

/** Strings rich in what must go: escapes, controls, bidi marks, markup, surrogates without a partner. */
const nasty = fc
  .array(
    fc.constantFrom(
      '\u001b[31m',
      '\u001b]0;t\u0007',
      '\u001b]8;;x',
      '\u001b',
      '\u009b2J',
      '\u0000',
      '\r',
      '\r\n',
      '\n',
      '\t',
      '\u202e',
      '\u2066',
      '\u200f',
      '\u061c',
      '\ud800',
      '\udc00',
      'é',
      '日本',
      '🙂',
      '<',
      '>',
      '&',
      '"',
      "'",
      '</script>',
      '<!--',
      '-->',
      ']]>',
      'text',
      ' ',
    ),
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(nasty, fc.string(), fc.string({ unit: 'binary' }));

test('nothing that steers a terminal or reorders text is left', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const cleaned = cleanText(text);
      expect(cleaned).not.toMatch(FORBIDDEN);
      expect(cleaned.isWellFormed()).toBe(true);
    }),
  );
});

test('cleaning twice is cleaning once', () => {
  fc.assert(fc.property(anyText, (text) => expect(cleanText(cleanText(text))).toBe(cleanText(text))));
});

test('ordinary text of any script is left as it is', () => {
  for (const text of ['two\nlines\tand a tab', 'العربية עברית', '日本語 🙂 é', 'a < b && c > "d"']) {
    expect(cleanText(text)).toBe(text);
    expect(hasHiddenCharacters(text)).toBe(false);
  }
});

test('a whole ANSI sequence goes, its visible letters too', () => {
  expect(
    cleanText('\u001b[1;31mred\u001b[0m \u001b]0;window title\u0007done\u001b]8;;http://x\u001b\\link'),
  ).toBe('red donelink');
  expect(hasHiddenCharacters('\u001b[0m')).toBe(true);
});

test('line ends of other systems are no hidden characters', () => {
  expect(cleanText('a\r\nb\rc')).toBe('a\nb\nc');
  expect(hasHiddenCharacters('a\r\nb\rc')).toBe(false);
});

test('time is linear in the length, also for openings that never end', () => {
  const long = '\u001b]'.repeat(100_000) + '\u001b['.repeat(100_000) + '\u001b[' + '1;'.repeat(100_000);
  const start = performance.now();
  expect(cleanText(long)).toBe('');
  expect(performance.now() - start).toBeLessThan(2000);
});
