import { parseRational, rational, toText } from '../../../methods/equations/rational.ts';
import { statementTexts } from '../../../methods/equations/statements.ts';
import { exactly, valueOf } from './outcome.ts';

describe('numerals', () => {
  it.each([
    ['7', '7'],
    ['007', '7'],
    ['1,000', '1000'],
    ['1,234,567.5', '2469135/2'],
    ['.5', '1/2'],
    ['0.1 + 0.2', '3/10'],
    ['1.5e3', '1500'],
    ['1.5E-3', '3/2000'],
    ['2e+2', '200'],
    ['20%', '1/5'],
    ['20 %', '1/5'],
    ['12.5%', '1/8'],
    ['$5', '5'],
    ['$ 1,000.50', '2001/2'],
    ['½', '1/2'],
    ['2¾', '11/4'],
    ['⅑ + ⅒', '19/90'],
    ['⅓ + ⅔ + ¼ + ⅕ + ⅖ + ⅗ + ⅘ + ⅙ + ⅚ + ⅐ + ⅛ + ⅜ + ⅝ + ⅞', '179/28'],
    ['1/3', '1/3'],
  ])('%s is %s', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it.each([
    ['1,00', 'unparsable 1:11 expected the end of the statement, found ,'],
    ['0,123', 'unparsable 1:11 expected the end of the statement, found ,'],
    ['1234,567', 'unparsable 1:14 expected the end of the statement, found ,'],
    ['1,2345', 'unparsable 1:11 expected the end of the statement, found ,'],
    [
      '1.2.3',
      'unparsable 1:13 two values stand side by side: only a number multiplies without a sign, and only what follows it',
    ],
    ['$x', 'unparsable 1:10 $ stands before a number only'],
    ['5$', 'unparsable 1:11 $ stands before a number only'],
    ['€5', "unparsable 1:10 unexpected character '€' (U+20AC)"],
  ])('%s is no numeral', (text, message) => {
    expect(valueOf(text)).toBe(message);
  });

  it.each([
    ['6', '6'],
    [' -3.25 ', '-13/4'],
    ['\u22127', '-7'],
    ['+7', '7'],
    ['1,000', '1000'],
    ['7/2', '7/2'],
    ['-7 / 2', '-7/2'],
    ['½', '1/2'],
    ['1.5e3', '1500'],
    ['12/4', '3'],
  ])('parseRational reads %j', (text, value) => {
    const parsed = parseRational(text);
    expect(parsed && toText(parsed)).toBe(value);
  });

  it.each([
    '',
    ' ',
    '-',
    'x',
    '1/0',
    '1/2/3',
    '1 2',
    '5%',
    '--5',
    '1e',
    '0x10',
    '1_000',
    'Infinity',
    '9'.repeat(41),
    '1e9999',
  ])('parseRational refuses %j', (text) => {
    expect(parseRational(text)).toBeUndefined();
  });

  it('has no fraction over 0', () => {
    expect(() => rational(1n, 0n)).toThrow(RangeError);
  });
});

describe('operators', () => {
  it.each([
    ['1 + 2*3', '7'],
    ['(1 + 2)*3', '9'],
    ['10 - 4 - 3', '3'],
    ['24/4/2', '3'],
    ['24/4*2', '12'],
    ['-2 - -3', '1'],
    ['--3', '3'],
    ['+3', '3'],
    ['2*-3', '-6'],
    ['2^-1', '1/2'],
    ['-3^2', '-9'],
    ['(-3)^2', '9'],
    ['2^3^2', '512'],
    ['2**3', '8'],
    ['2^(1 + 2)', '8'],
    ['2*3^2', '18'],
    ['2^2*3', '12'],
    ['-2*3', '-6'],
    ['0^0', '1'],
    ['6 × 2', '12'],
    ['6 · 2', '12'],
    ['6 ⋅ 2', '12'],
    ['6 ∗ 2', '12'],
    ['6 ÷ 4', '3/2'],
    ['6 ∕ 4', '3/2'],
    ['6 ⁄ 4', '3/2'],
    ['5 − 7', '-2'],
    ['5 – 7', '-2'],
    ['50 - 20%', '249/5'],
    ['20%*50', '10'],
    ['(2 + 3)*(4 - 1)', '15'],
  ])('%s is %s', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it.each([
    ['2(3 + 4)', '14'],
    ['2(3)^2', '18'],
    ['-2(3)', '-6'],
    ['6 - 2(3)', '0'],
    ['2abs(-3)', '6'],
  ])('%s multiplies without a sign: %s', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it.each([
    ['[[eq 2x = 6]] [[answer x]]', 'solved 3'],
    ['[[eq 2x^2 = 18]] [[eq x > 0]] [[answer x]]', 'filtered 3'],
    ['[[eq 2 x = 6]] [[answer x]]', 'solved 3'],
    ['[[eq 3(x + 1) = 12]] [[answer x]]', 'solved 3'],
    ['[[eq 2e = 6]] [[answer e]]', 'solved 3'],
    ['[[eq 2e1x = 60]] [[answer x]]', 'solved 3'],
    ['[[eq -2x = 6]] [[answer x]]', 'solved -3'],
    ['[[eq y/2 + 2x = 6]] [[eq y = 4]] [[answer x]]', 'solved 2'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });

  const sideBySide =
    'two values stand side by side: only a number multiplies without a sign, and only what follows it';
  const product = 'after / or ^ a product needs its sign and parentheses: 1/(2*x) or (1/2)*x';
  it.each([
    ['x y', `unparsable 1:12 ${sideBySide}`],
    ['x 2', `unparsable 1:12 ${sideBySide}`],
    ['2 3', `unparsable 1:12 ${sideBySide}`],
    ['(1)2', `unparsable 1:13 ${sideBySide}`],
    ['x(2)', 'unparsable 1:11 x is no function here; a product needs its sign'],
    ['1/2x', `unparsable 1:13 ${product}`],
    ['1/2(x)', `unparsable 1:13 ${product}`],
    ['1/-2x', `unparsable 1:14 ${product}`],
    ['2^3x', `unparsable 1:13 ${product}`],
    ['7 % 4', 'unparsable 1:12 % is a percent sign, not a remainder'],
    ['7% x', 'unparsable 1:11 % is a percent sign, not a remainder'],
    ['7 % -4', 'unparsable 1:12 % is a percent sign, not a remainder'],
    ['7%(2)', 'unparsable 1:11 % is a percent sign, not a remainder'],
    ['x%', 'unparsable 1:11 % stands right after a number only'],
    ['(5)%', 'unparsable 1:13 % stands right after a number only'],
    ['2^x', 'unparsable 1:12 an exponent is an integer without a name in it'],
    ['2^(1/0)', 'unparsable 1:12 an exponent is an integer without a name in it'],
    ['1 +', 'unparsable 1:13 expected an expression, found the end of the statement'],
    ['* 2', 'unparsable 1:10 expected an expression, found *'],
    ['()', 'unparsable 1:11 expected an expression, found )'],
    ['(1 + 2', 'unparsable 1:10 this parenthesis is not closed'],
    ['(1, 2)', 'unparsable 1:12 expected ), found ,'],
    ['1 + 2)', 'unparsable 1:15 expected the end of the statement, found )'],
    ['1 = 1', 'unparsable 1:12 a statement holds one relation'],
    ['1 ! 2', "unparsable 1:12 unexpected character '!'"],
    ['5 + π', "unparsable 1:14 unexpected character 'π' (U+03C0)"],
    ['5 + 😀', "unparsable 1:14 unexpected character '😀' (U+1F600)"],
  ])('%s is refused', (text, message) => {
    expect(valueOf(text)).toBe(message);
  });

  it('takes 7% and a sign for a percentage and a sum', () => {
    expect(valueOf('7% + 1')).toBe('107/100');
    expect(valueOf('7%-1')).toBe('-93/100');
    expect(valueOf('7%*100')).toBe('7');
  });
});

describe('functions', () => {
  it.each([
    ['abs(-3)', '3'],
    ['abs(3)', '3'],
    ['min(3, 1, 2)', '1'],
    ['max(3, 1, 2)', '3'],
    ['max(1, 3)', '3'],
    ['min(4)', '4'],
    ['max(1000, 2)', '1000'],
    ['max(1, 000)', '1'],
    ['max((1,000), 2)', '1000'],
    ['ceil(7/2)', '4'],
    ['ceil(-7/2)', '-3'],
    ['ceil(4)', '4'],
    ['floor(7/2)', '3'],
    ['floor(-7/2)', '-4'],
    ['floor(-4)', '-4'],
    ['round(2.4)', '2'],
    ['round(2.5)', '3'],
    ['round(-2.5)', '-2'],
    ['round(-2.6)', '-3'],
    ['sqrt(9/4)', '3/2'],
    ['sqrt(0)', '0'],
    ['sqrt(2)', '~1.4142135623730951'],
    ['sqrt(1/2)', '~0.7071067811865476'],
    ['floor(sqrt(2)*100)', '141'],
    ['round(sqrt(2) + 1)', '2'],
    ['abs(1 - sqrt(2))', '~0.41421356237309503'],
    ['max(sqrt(2), 1.5)', '3/2'],
    ['1/sqrt(2)', '~0.7071067811865476'],
    ['-sqrt(2)', '~-1.4142135623730951'],
  ])('%s is %s', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it.each([
    ['sin(1)', 'unparsable 1:13 sin is no function here; a product needs its sign'],
    ['abs(1, 2)', 'unparsable 1:10 abs takes one argument'],
    ['max()', 'unparsable 1:14 expected an expression, found )'],
    [
      'max(1,000, 2)',
      'unparsable 1:14 a comma between digits may separate thousands or arguments: put a space after it, or leave it out',
    ],
    ['abs(1', 'unparsable 1:13 this parenthesis is not closed'],
    ['constructor(1)', 'unparsable 1:21 constructor is no function here; a product needs its sign'],
  ])('%s is refused', (text, message) => {
    expect(valueOf(text)).toBe(message);
  });

  it('are names where no parenthesis follows', () => {
    expect(exactly('[[eq max = 5]] [[eq min = 2]] [[answer max - min]]')).toBe('solved 3');
  });
});

describe('relations', () => {
  it.each([
    ['[[eq x^2 = 9]] [[eq x >= 3]] [[answer x]]', 'filtered 3'],
    ['[[eq x^2 = 9]] [[eq x ≥ 3]] [[answer x]]', 'filtered 3'],
    ['[[eq x^2 = 9]] [[eq x <= -3]] [[answer x]]', 'filtered -3'],
    ['[[eq x^2 = 9]] [[eq x ≤ -3]] [[answer x]]', 'filtered -3'],
    ['[[eq x^2 = 9]] [[eq x > 3]] [[answer x]]', 'contradictory 0, 1'],
    ['[[eq x^2 = 9]] [[eq x < -3]] [[answer x]]', 'contradictory 0, 1'],
    ['[[eq x == 5]] [[answer x]]', 'unparsable 1:8 == is no relation here: write = once'],
    [
      '[[eq x != 5]] [[answer x]]',
      'unparsable 1:8 != is no relation here: the relations are =, <=, >=, < and >',
    ],
    ['[[eq x =< 5]] [[answer x]]', 'unparsable 1:8 =< is no relation here: write <='],
    ['[[eq x => 5]] [[answer x]]', 'unparsable 1:8 => is no relation here: write >='],
    ['[[eq 1 < x < 3]] [[answer x]]', 'underdetermined x'],
    [
      '[[eq x + 1]] [[answer x]]',
      'unparsable 1:11 expected a relation (=, <=, >=, < or >), found the end of the statement',
    ],
    ['[[eq x = ]] [[answer x]]', 'unparsable 1:10 expected an expression, found the end of the statement'],
    ['[[eq = 5]] [[answer x]]', 'unparsable 1:6 expected an expression, found ='],
    ['[[eq]] [[answer x]]', 'unparsable 1:5 expected an expression, found the end of the statement'],
    ['[[eq x = 5, y = 6]] [[answer x]]', 'unparsable 1:11 expected the end of the statement, found ,'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });
});

describe('statements', () => {
  it.each([
    ['[[var x km/h]] [[eq x = 5]] [[answer x]]', 'solved 5'],
    ['[[var x square feet]] [[eq x = 5]] [[answer x]]', 'solved 5'],
    ['[[ var  x  count ]] [[  eq x=5 ]] [[ answer  x ]]', 'solved 5'],
    ['[[eq\u00a0x\t=\r\n5]] [[answer x]]', 'solved 5'],
    ['[[eq(x) = 5]] [[answer(x)]]', 'solved 5'],
    ['[[eq-x = 5]] [[answer x]]', 'solved -5'],
    ['[[var]] [[answer x]]', 'unparsable 1:6 expected a name, found the end of the statement'],
    ['[[var 2x]] [[answer x]]', "unparsable 1:7 a name starts with a letter from a to z, found '2'"],
    ['[[var x-y]] [[answer x]]', "unparsable 1:8 a name has no '-' in it"],
    ['[[var é]] [[answer x]]', "unparsable 1:7 a name starts with a letter from a to z, found 'é' (U+00E9)"],
    ['[[var x = 5]] [[answer x]]', 'unparsable 1:9 a unit has no = in it'],
    ['[[var x a, b]] [[answer x]]', 'unparsable 1:10 a unit has no , in it'],
    ['[[var x a<b]] [[answer x]]', 'unparsable 1:10 a unit has no < in it'],
    ['[[var x a>b]] [[answer x]]', 'unparsable 1:10 a unit has no > in it'],
    ['[[var x a;b]] [[answer x]]', 'unparsable 1:10 a unit has no ; in it'],
    [`[[var x ${'u'.repeat(42)}]] [[answer x]]`, 'unparsable 1:9 a unit has at most 41 characters'],
    ['[[foo x]] [[answer x]]', 'unparsable 1:3 a statement starts with var, eq or answer'],
    ['[[EQ x = 1]] [[answer x]]', 'unparsable 1:3 a statement starts with var, eq or answer'],
    ['[[]] [[answer x]]', 'unparsable 1:3 a statement starts with var, eq or answer'],
    ['[[eq x = 1 [[answer x]]', 'unparsable 1:12 a bracket inside a statement'],
    ['[[eq x = a[1]]] [[answer x]]', 'unparsable 1:11 a bracket inside a statement'],
    ['[[eq x = 1]', 'unparsable 1:1 [[ is not closed'],
    ['x = 1]] [[answer x]]', 'unparsable 1:6 ]] closes nothing'],
    ['[[eq x = 1]]]] [[answer x]]', 'unparsable 1:13 ]] closes nothing'],
    ['[not one] [[eq x = 1]] and ] [ [[answer x]]', 'solved 1'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });

  it('refuses a numeral that may be a multiple of a variable', () => {
    const both = 'unparsable 1:18 2e1 may be a power of ten or a multiple of e1';
    expect(exactly('[[var e1]] [[eq 2e1 = 6]] [[answer e1]]')).toBe(both.replace('1:18', '1:17'));
    expect(exactly('[[var E1]] [[eq x = 2e1]] [[answer x]]')).toBe('solved 20');
    expect(exactly('[[eq 2e1 = x]] [[answer x]]')).toBe('solved 20');
    expect(exactly('[[var e1]] [[eq x = 3e2]] [[eq e1 = 1]] [[answer x]]')).toBe('solved 300');
    expect(exactly('[[var e1]] [[eq x = 3*e1]] [[eq e1 = 1]] [[answer x]]')).toBe('solved 3');
  });

  it('are found as texts without asking whether they can be read', () => {
    expect(statementTexts('a [[ b ]] c [[d [[e]] f]] [[g')).toEqual(['b', 'd [[e']);
    expect(statementTexts('nothing')).toEqual([]);
  });
});
