import fc from 'fast-check';
import { numbersIn } from '../../../methods/grading/numbers-in-text.ts';
import { lastNumber } from '../../../methods/grading/read-number.ts';

describe('the numbers of a text', () => {
  it.each<[text: string, values: readonly number[]]>([
    ['no number', []],
    ['3 and 4', [3, 4]],
    ['$1,234.50 of 1,000,000', [1234.5, 1_000_000]],
    ['[5, 3]', [5, 3]],
    ['3,4', [3, 4]],
    ['1,2345', [1, 2345]],
    ['-5, \u22125, \u20135, $-5, -$5', [-5, -5, -5, -5, -5]],
    ['10-5, 10 -5, 10 - 5', [10, 5, 10, 5, 10, 5]],
    ['5\u201310 people, (2)-3', [5, 10, 2, 3]],
    ['x=-5 is -6', [-5, -6]],
    ['x2, H2O, v1', []],
    ['1e-05 1.5e3 2E2', [0.00001, 1500, 200]],
    ['7/2, 2 1/2, -3/4', [3.5, 2.5, -0.75]],
    ['3/4/2020', [3, 4, 2020]],
    ['5kg, 12th, 40\u00b0', [5, 12, 40]],
    ['.5 and 0.5.', [0.5, 0.5]],
    ['\\frac{7}{2}, \\dfrac{-1}{4}, 1{,}000, \\$5', [3.5, -0.25, 1000, 5]],
    ['nan inf', []],
    [`${'9'.repeat(500)} 1e999`, []],
  ])('%p', (text, values) => expect(numbersIn(text).map(({ value }) => value)).toEqual(values));

  it('know integers and fractions exactly, and percent signs', () => {
    expect(numbersIn('12, 7/2, 3.5, 20%, 15 percent, 5 percentages, 30\\%')).toEqual([
      { value: 12, exact: '12' },
      { value: 3.5, exact: '7/2' },
      { value: 3.5 },
      { value: 20, exact: '20', percent: true },
      { value: 15, exact: '15', percent: true },
      { value: 5, exact: '5' },
      { value: 30, exact: '30', percent: true },
    ]);
  });

  it('are read back from what Python prints', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(numbersIn(`${value}`)).toMatchObject([{ value: value === 0 ? 0 : value }]);
      }),
    );
  });

  it('are found in any text without a crash', () => {
    const piece = fc.constantFrom(
      '1',
      ',',
      '.',
      '/',
      '-',
      '$',
      '%',
      ' ',
      'e',
      'x',
      '\\',
      '{',
      '000',
      '\u2212',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        for (const { value } of numbersIn(pieces.join(''))) expect(Number.isFinite(value)).toBe(true);
      }),
    );
  });
});

describe('the number that a text comes to', () => {
  it.each<[text: string, value: number | undefined]>([
    ['He has 3 apples and 4 pears, 7 in all.', 7],
    ['The answer is 1,000.', 1000],
    ['The answer is 5. Check: 2 + 4 = 6, not 5, so 7', 5],
    ['so the answer is $12.50 for 3 of them', 12.5],
    ['**Answer:** 12 in 3 hours', 12],
    ['Final answer: -3 (see step 2)', -3],
    ['The answer to the question of step 2 is 9', 9],
    ['16 - 3 = 13, 13 * 2 = 26\n#### 26', 26],
    ['#### 8\nas I said in step 1', 8],
    ['so $\\boxed{\\frac{7}{2}}$ by step 2', 3.5],
    ['\\boxed{x = 4}', 4],
    ['The answer is 3 + 2 = 5', 5],
    ['The answer is x = 5 and 3 more', 5],
    ['The answer is 15% because 3/20 = 0.15', 15],
    ['The answer is\n\n12 apples', 12],
    // The last of several announcements counts.
    ['The answer is 4? No. The answer is 5.', 5],
    // An announcement of nothing does not hide the number before it.
    ['It is 12. I hope the answer is correct.', 12],
    ['The answer is 5.\n\nQ: Tom has 3 pears.\nA: The answer is 7.', 5],
    ['Question: how many?\nThe answer is 7.', 7],
    ['3 first.\nQ: second\nThe answer is 7.', 7],
    ['nothing', undefined],
    ['', undefined],
    ['3.0\n', 3],
    ['Traceback', undefined],
  ])('%p: %p', (text, value) => expect(lastNumber(text)?.value).toBe(value));

  it('keeps what is known of it', () => {
    expect(lastNumber('The answer is 20%.')).toEqual({ value: 20, exact: '20', percent: true });
    expect(lastNumber('7/2')).toEqual({ value: 3.5, exact: '7/2' });
    expect(lastNumber('0.1')).toEqual({ value: 0.1 });
  });

  it.each([
    'a'.repeat(50_000) + '1'.repeat(50_000),
    '1,'.repeat(50_000),
    '1/'.repeat(50_000),
    '- $'.repeat(30_000),
    'answer is '.repeat(20_000),
    'answer to '.repeat(20_000),
    '####'.repeat(20_000),
    '#### \n'.repeat(20_000),
    '\\boxed{'.repeat(10_000),
    '\\frac{'.repeat(10_000),
    '\nQ'.repeat(20_000),
    '='.repeat(50_000),
  ])('is found in linear time (%#)', (text) => {
    const start = performance.now();
    lastNumber(text);
    lastNumber(`The answer is ${text}`);
    // Quadratic work on 100,000 characters takes tens of seconds.
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
