/** Numbers as texts write them: the number that was meant, or unread; never a part of it. */
import fc from 'fast-check';
import { toText } from '../../../methods/equations/rational.ts';
import { answeredBy, figuresIn, plainText } from '../../../methods/grading/figures-in-text.ts';
import { PRINTED } from '../../../methods/grading/spelling.ts';

/** Exact fractions of the figures of a text; null for what is unread. */
function read(text: string, spelling?: typeof PRINTED): (string | null)[] {
  return figuresIn(plainText(text), spelling).map((figure) =>
    figure.read === undefined ? null : toText(figure.read.value),
  );
}

describe('the figures of a text', () => {
  it.each<[text: string, values: readonly (string | null)[]]>([
    ['no number', []],
    ['3 and 4', ['3', '4']],
    // Grouped, by the customs of several languages.
    ['$1,234.50 of 1,000,000', ['2469/2', '1000000']],
    ['12,34,567 rupees', ['1234567']],
    ['1.234.567,89 and 1.234,5', ['123456789/100', '2469/2']],
    ['1 000 000 and 12\u202f500,5', ['1000000', '25001/2']],
    ["1'234'567 and 2_000_000", ['1234567', '2000000']],
    ['1.234 is a decimal, 1,234 is not', ['617/500', '1234']],
    ['1,5 kg; 0,125 l; 3,14159', ['3/2', '1/8', '314159/100000']],
    ['3.4.5 and 1,234,56 are no numerals', [null, null]],
    // Fractions and mixed numbers.
    ['7/2, 7 / 2, 2 1/2, -3/4', ['7/2', '7/2', '5/2', '-3/4']],
    ['3\u00bd, \u00be, 7\u20442', ['7/2', '3/4', '7/2']],
    ['2\\frac{1}{2}, \\frac34, \\dfrac{-1}{4}, -\\frac{3}{4}', ['5/2', '3/4', '-1/4', '-3/4']],
    ['1.5\u00bd, 1.5\\frac{1}{2}', [null, null]],
    ['3/4/2020 is a date', [null]],
    ['7/0', [null]],
    // Powers of ten, powers, scale words.
    [
      '3 \u00d7 10^4, 1.5 x 10^{3}, 2*10**3, 4\u00b710\u00b3, 5 \\times 10^{-2}',
      ['30000', '1500', '2000', '4000', '1/20'],
    ],
    ['10^3, 2\u00b3, 5**2', ['1000', '8', '25']],
    ['1e-05 1.5e3 2E2', ['1/100000', '1500', '200']],
    [
      '3 million, 2.5 billion, 4 thousand, $3M, \u20ac2 bn',
      ['3000000', '2500000000', '4000', '3000000', '2000000000'],
    ],
    // Signs.
    ['-5, \u22125, \u20135, $-5, -$5', ['-5', '-5', '-5', '-5', '-5']],
    ['x=-5 is -6 = - 7', ['-5', '-6', '-7']],
    ['- 5 apples\n- 6 pears', ['5', '6']],
    // Units, and powers of units.
    [
      '24 m^2, 60 cm^{3}, 7 m\u00b2, 5kg, 12th, 40\u00b0, 90^\\circ',
      ['24', '60', '7', '5', '12', '40', '90'],
    ],
    ['US$5, USD 6, Rs. 7, \u20ac8', ['5', '6', '7', '8']],
    // Parts of something longer.
    ['10:30, 2:3, 1:2:3', [null, null, null]],
    ['5-7 days, 5\u201310 people, 5 to 7', [null, null, null]],
    ['10-5, 10 - 5, 10 -5, 3 * 4, 3x4, 3 x 4, 2+2', [null, null, null, null, null, null, null]],
    ['3 boxes * 4 boxes', [null]],
    ['\u221a2, sqrt(2), \\sqrt{16}, Fraction(7, 2), f(3), log(2, 3)', [null, null, null, null, null, null]],
    ['3j, 12\\pi, 5x + 1, 3\u221a2', [null, null, null, null, null]],
    ['2^x, 2^0.5, 0^0', [null, null, null]],
    // Names and marks.
    ['x2, H2O, v1, x^2, a_1, m**2', []],
    ['**12** 3, *4*, _5', ['12', '3', '4']],
    ['apples.5 of them', ['5']],
    ['nan inf', []],
    [`${'9'.repeat(500)} 1e999 10^9999`, [null, null, null]],
  ])('%j', (text, values) => expect(read(text)).toEqual(values));

  it('of what programs print are English numerals, and commas and spaces separate', () => {
    expect(read('3,4', PRINTED)).toEqual(['3', '4']);
    expect(read('12 345', PRINTED)).toEqual(['12', '345']);
    expect(read('1,234.5', PRINTED)).toEqual(['2469/2']);
  });

  it('know integers and fractions exactly, and percent signs', () => {
    expect(
      figuresIn(plainText('12, 7/2, 3.5, 20%, 15 percent, 5 percentages, 30\\%')).map(answeredBy),
    ).toEqual([
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
        expect(figuresIn(`${value}`).map(answeredBy)).toMatchObject([{ value: value === 0 ? 0 : value }]);
      }),
    );
  });
});

describe('spellings of a known number', () => {
  const grouped = (whole: string, mark: string): string => whole.replace(/\B(?=(?:\d{3})+$)/g, mark);
  const whole = fc.integer({ min: 1, max: 999_999_999 });
  const cents = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'));
  /** A spelling, and the number that it spells. */
  const spelling: fc.Arbitrary<readonly [text: string, value: number]> = fc.oneof(
    fc
      .tuple(
        whole,
        cents,
        fc.constantFrom([',', '.'], ['\u202f', ','], ["'", '.'], ['_', '.'], ['', '.'], ['', ',']),
      )
      .map(
        ([n, c, [mark = '', point = '']]) =>
          [`${grouped(String(n), mark)}${point}${c}`, Number(`${n}.${c}`)] as const,
      ),
    // With one point alone 1.234 is a decimal, so the German way is told by two points or by its comma.
    fc
      .tuple(whole, cents)
      .map(([n, c]) => [`${grouped(String(n + 1000), '.')},${c}`, Number(`${n + 1000}.${c}`)] as const),
    fc
      .tuple(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('\u00d7', '\\times', 'x', '*'),
      )
      .map(([n, k, times]) => [`${n} ${times} 10^${k}`, n * 10 ** k] as const),
    fc
      .tuple(
        fc.integer({ min: 1, max: 99 }),
        fc.constantFrom(['thousand', 1e3], ['million', 1e6], ['billion', 1e9]),
      )
      .map(([n, [word, scale]]) => [`${n} ${String(word)}`, n * Number(scale)] as const),
    fc
      .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 8 }))
      .chain(([n, d]) =>
        fc.constantFrom(
          [`${n} ${d}/9`, n + d / 9] as const,
          [`${n}\\frac{${d}}{9}`, n + d / 9] as const,
          [`${n}\\frac${d}9`, n + d / 9] as const,
          [`${n}/${d}`, n / d] as const,
          [`${n} / ${d}`, n / d] as const,
        ),
      ),
    fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 10, max: 59 }))
      .chain(([h, m]) =>
        fc.constantFrom(
          [`${h}:${m}`, NaN] as const,
          [`${h}-${m}`, NaN] as const,
          [`${h} \u2013 ${m}`, NaN] as const,
          [`${h} hours and ${m} minutes`, NaN] as const,
          [`${h} + ${m}`, NaN] as const,
        ),
      ),
  );
  const money = fc.constantFrom('', '$', '\u20ac', '\u00a3', 'US$');
  const unit = fc.constantFrom(
    '',
    ' apples',
    ' m^2',
    ' cm\u00b3',
    ' km/h',
    '%',
    ' dollars.',
    '.',
    '!',
    ' (in all)',
  );

  it('are read as that number or not at all', () => {
    let readable = 0;
    fc.assert(
      fc.property(spelling, money, unit, ([text, value], before, after) => {
        const [first, ...others] = figuresIn(plainText(`It is ${before}${text}${after}`));
        // Parts of a time or a range may stand apart (`2 hours and 10 minutes`): who announces them sees to that.
        if (Number.isNaN(value)) return text.includes('and') || first?.read === undefined;
        expect(others).toEqual([]);
        const answer = first === undefined ? undefined : answeredBy(first);
        if (answer === undefined) return true;
        readable += 1;
        return Math.abs(answer.value - value) <= 1e-9 * Math.abs(value);
      }),
      { numRuns: 3000 },
    );
    // Nearly all of these are meant to be read.
    expect(readable).toBeGreaterThan(2000);
  });
});
