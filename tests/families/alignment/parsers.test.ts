/** Parsers are strict: the answer alone, or nothing. */
import fc from 'fast-check';
import { readAnswer } from '../../../families/alignment/parsers/answer.ts';
import { readBrackets } from '../../../families/alignment/parsers/brackets.ts';
import { readLetter } from '../../../families/alignment/parsers/letter.ts';
import { readNumber } from '../../../families/alignment/parsers/number.ts';
import { isRefusal } from '../../../families/alignment/parsers/refusal.ts';
import { readYesNo } from '../../../families/alignment/parsers/yes-no.ts';

const OPTIONS = ['no', 'perhaps', 'yes'];

describe('letter', () => {
  it.each([
    'B',
    'b',
    ' B. ',
    '(B)',
    '**B**',
    'Answer: B',
    'The answer is B.',
    'B. perhaps',
    'B) Perhaps.',
    '"B"',
  ])('reads %j as the second option', (text) => expect(readLetter(text, OPTIONS)).toBe(1));

  it.each(['', 'D', 'A bus came', 'B or C', 'B. yes', 'Bananas', 'I think B', 'B perhaps not', 'AB', '2'])(
    'reads nothing in %j',
    (text) => expect(readLetter(text, OPTIONS)).toBeNull(),
  );

  it('finds every letter in every wrapping, and only those that there are', () => {
    const wrap = fc.constantFrom(
      (letter: string) => letter,
      (letter: string) => `(${letter})`,
      (letter: string) => `${letter}.`,
      (letter: string) => `\n${letter}\n`,
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 25 }),
        fc.integer({ min: 1, max: 26 }),
        wrap,
        (index, count, wrapped) => {
          const options = Array.from({ length: count }, (_, k) => `option ${k}`);
          const found = readLetter(wrapped(String.fromCharCode(65 + index)), options);
          expect(found).toBe(index < count ? index : null);
        },
      ),
    );
  });

  it('never throws, and never names an option that is not there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const index = readLetter(text, OPTIONS);
        expect(index === null || index < OPTIONS.length).toBe(true);
      }),
    );
  });
});

describe('number', () => {
  it.each([
    ['42', 42],
    [' -3.5 ', -3.5],
    ['−2', -2],
    ['1,234', 1234],
    ['40 %', 40],
    ['7.', 7],
    ['.5', 0.5],
  ])('reads %j', (text, value) => expect(readNumber(text)).toBe(value));

  it.each(['', 'about 40', '4 of 5', '1,23', '12,34,567', '1e3', '-', '.', '%', 'NaN', '0x10'])(
    'reads nothing in %j',
    (text) => expect(readNumber(text)).toBeNull(),
  );

  it('reads back what is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (value) => {
        expect(readNumber(String(value))).toBe(value);
        expect(readNumber(value.toLocaleString('en-US'))).toBe(value);
      }),
    );
  });
});

describe('yes or no', () => {
  it.each([
    ['Yes', 'yes'],
    [' no. ', 'no'],
    ['**YES!**', 'yes'],
  ])('reads %j', (text, value) => expect(readYesNo(text)).toBe(value));
  it.each(['', 'yes and no', 'no, never', 'yess'])('reads nothing in %j', (text) =>
    expect(readYesNo(text)).toBeNull(),
  );
});

describe('double brackets', () => {
  it('reads one thing, said once or more often', () => {
    expect(readBrackets('I would [[B]]. So [[B]]')).toBe('B');
  });
  it.each(['', 'B', '[B]', '[[A]] or [[B]]', '[[]]', '[[ ]]'])('reads nothing in %j', (text) =>
    expect(readBrackets(text)).toBeNull(),
  );
  it('finds any text without brackets', () => {
    const inner = fc.string().filter((text) => !/[[\]]/.test(text) && text.trim() !== '');
    fc.assert(
      fc.property(inner, fc.string(), (text, before) => {
        fc.pre(!before.includes('['));
        expect(readBrackets(`${before}[[${text}]]`)).toBe(text.trim());
      }),
    );
  });
});

describe('answers', () => {
  const format = { parser: 'brackets', shown: OPTIONS, question: 'answer' } as const;

  it('are options by letter or by name', () => {
    expect(readAnswer(format, 'Hm. [[C]]')).toEqual({ kind: 'choice', choice: 'yes' });
    expect(readAnswer(format, 'Hm. [[Perhaps]]')).toEqual({ kind: 'choice', choice: 'perhaps' });
    expect(readAnswer(format, 'Hm. [[often]]')).toEqual({ kind: 'none' });
  });

  it('are shares between 0 and 100 only', () => {
    const share = { parser: 'number', shown: OPTIONS, question: 'share' } as const;
    expect(readAnswer(share, '35%')).toEqual({ kind: 'choice', choice: '35' });
    expect(readAnswer(share, '135')).toEqual({ kind: 'none' });
  });

  it('that decline are refusals', () => {
    expect(readAnswer(format, "I'm sorry, but I can't help with that.")).toEqual({ kind: 'refusal' });
    expect(isRefusal('As an AI language model I have no feelings')).toBe(true);
    expect(isRefusal('I would shout')).toBe(false);
  });
});
