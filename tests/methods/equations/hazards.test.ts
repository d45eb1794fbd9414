/** What broke the released pipeline and the libraries that were tried (research notes, 2.2 and 2.5). */
import { exactly, valueOf } from './outcome.ts';

describe('names that mean something elsewhere', () => {
  it.each([
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__defineGetter__',
    'I',
    'E',
    'S',
    'N',
    'Q',
    'O',
    'beta',
    'gamma',
    'zeta',
    'lambda',
    'pi',
    'e',
    'e1',
    'E1',
    'nan',
    'inf',
    'oo',
    'True',
    'None',
    'if',
    'for',
    'import',
    'undefined',
    'null',
    'NaN',
    'Infinity',
    'eval',
    'max',
    'var',
    'eq',
    'answer',
    '_',
    '_1',
    'x_y',
    'a'.repeat(41),
  ])('%s is a name like every other', (name) => {
    expect(exactly(`[[var ${name}]] [[eq ${name} + 1 = 6]] [[answer 2*${name}]]`)).toBe('solved 10');
    expect(exactly(`[[var ${name} count]] [[eq ${name}^2 = 9]] [[answer ${name}]]`)).toBe('filtered 3');
  });

  it('leaves prototypes alone', () => {
    exactly(
      '[[var __proto__ count]] [[eq __proto__ = 5]] [[eq constructor = 6]] [[answer __proto__ + constructor]]',
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect({}.constructor).toBe(Object);
    expect(Reflect.get({}, 'count')).toBeUndefined();
  });

  it('keeps apart what differs in case only', () => {
    expect(exactly('[[eq a = 5]] [[eq A = 7]] [[answer A - a]]')).toBe('solved 2');
  });
});

describe('text that would be code elsewhere', () => {
  it.each([
    ["__import__('os').getpid()", "unparsable 1:21 unexpected character '''"],
    ['process.exit(1)', "unparsable 1:17 unexpected character '.'"],
    ['globalThis', 'underdetermined globalThis'],
    ['`${1}`', "unparsable 1:10 unexpected character '`'"],
    ['"a" + "b"', "unparsable 1:10 unexpected character '\"'"],
    ['a ; b', "unparsable 1:12 unexpected character ';'"],
    ['eval(1)', 'unparsable 1:14 eval is no function here; a product needs its sign'],
    ['1:9999999999', "unparsable 1:11 unexpected character ':'"],
    ['<script>', 'unparsable 1:10 expected an expression, found <'],
    ['5!', "unparsable 1:11 unexpected character '!'"],
    ['\\input{1}{2}', "unparsable 1:10 unexpected character '\\'"],
  ])('%s is %s', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });
});

describe('powers of powers', () => {
  it.each([
    ['9**9**9', 'unparsable 1:13 an exponent is at most 64, this one is 387420489'],
    ['9^9^9^9', 'unparsable 1:14 an exponent is at most 64, this one is 387420489'],
    ['2^65', 'unparsable 1:12 an exponent is at most 64, this one is 65'],
    ['2^-65', 'unparsable 1:12 an exponent is at most 64, this one is -65'],
    ['2^64', '18446744073709551616'],
    ['2^-64', '1/18446744073709551616'],
    ['(((2^8)^8)^8)^8', 'unparsable 1:23 a number here has more than 4096 bits'],
    ['0^-1', 'contradictory 0'],
    ['(1 - 1)^-2', 'contradictory 0'],
  ])('%s is %s', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });
});

describe('answers without a value', () => {
  it.each([
    // Once 0 was the value of a quotient by 0.
    ['[[answer 1/0]]', 'contradictory 0'],
    ['[[answer 0/0]]', 'contradictory 0'],
    ['[[eq x = 0]] [[answer 5/x]]', 'contradictory 0, 1'],
    ['[[eq x = 5]] [[answer x/(y - y)]]', 'contradictory 1'],
    ['[[eq x = y]] [[answer 1/(x - y)]]', 'contradictory 0, 1'],
    ['[[eq x = -4]] [[answer sqrt(x)]]', 'contradictory 0, 1'],
    ['[[eq x = 1]] [[answer x]] [[answer 1/(x - 1)]]', 'contradictory 0, 2'],
    ['[[eq x^2 = 4]] [[answer 1/(x - 2)]]', 'filtered -1/4'],
    ['[[eq x^2 = 4]] [[answer sqrt(x)]]', 'filtered ~1.4142135623730951'],
    ['[[eq y = 0]] [[eq x/y > 1]] [[answer y]]', 'contradictory 0, 1'],
    ['[[eq y = 0]] [[eq x/y < 1]] [[answer y]]', 'contradictory 0, 1'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });
});

describe('division by what may be 0', () => {
  it.each([
    ['[[eq x/x = 2]] [[answer x]]', 'contradictory 0'],
    ['[[eq (x^2 - 1)/(x - 1) = 2]] [[answer x]]', 'contradictory 0'],
    ['[[eq (x^2 - 1)/(x - 1) = 3]] [[answer x]]', 'solved 2'],
    ['[[eq x^2/x = 0]] [[answer x]]', 'contradictory 0'],
    ['[[eq x*(x - 2)/x = 0]] [[answer x]]', 'solved 2'],
    ['[[eq 1/(1/x) = 5]] [[answer x]]', 'solved 5'],
    ['[[eq 6/x = 3]] [[answer x]]', 'solved 2'],
    ['[[eq x^-1 = 4]] [[answer x]]', 'solved 1/4'],
    ['[[eq x^-2 = 4]] [[eq x > 0]] [[answer x]]', 'filtered 1/2'],
    ['[[eq a/b = 2]] [[eq a - 2*b = 0]] [[answer a/b]]', 'solved 2'],
    ['[[eq a/b = 2]] [[eq a + b = 0]] [[answer a]]', 'contradictory 0, 1'],
    ['[[eq x*y = 6]] [[eq y/x = 3/2]] [[eq x > 0]] [[answer y]]', 'filtered 3'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });
});

describe('decimals', () => {
  it.each([
    ['0.1 + 0.2 - 0.3', '0'],
    ['1.1*1.1', '121/100'],
    ['1/3 + 1/3 + 1/3', '1'],
    ['12345678901234567890*10', '123456789012345678900'],
  ])('%s is exact: %s', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it('come near doubles as they should', () => {
    expect(exactly('[[eq 0.05x + 0.1y = 1.5]] [[eq x = y + 3]] [[answer y]]')).toBe('solved 9');
    expect(exactly('[[eq 3x = 1]] [[eq x = 0.3333333333]] [[answer x]]')).toBe('contradictory 0, 1');
  });
});
