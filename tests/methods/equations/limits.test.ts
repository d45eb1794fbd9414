import { exactly } from './outcome.ts';

const many = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');

describe('limits of the text', () => {
  it('takes 64 statements', () => {
    expect(exactly(`${many(63, (i) => `[[eq x${i} = ${i}]]`)} [[answer x62]]`)).toBe('solved 62');
    expect(exactly(`${many(64, (i) => `[[eq x${i} = ${i}]]`)} [[answer x62]]`)).toMatch(
      /^unparsable 1:\d+ a problem has at most 64 statements$/,
    );
  });

  it('takes expressions of 2,000 characters', () => {
    const ones = (count: number): string =>
      `[[answer ${Array.from({ length: count }, () => '1').join('+')}]]`;
    expect(exactly(ones(1000))).toBe('solved 1000');
    expect(exactly(`[[answer ${'1+'.repeat(999)}11]]`)).toBe('solved 1010');
    expect(exactly(ones(1001))).toBe('unparsable 1:10 an expression has at most 2000 characters');
    expect(exactly(`[[eq ${'1+'.repeat(999)}1 = ${'1+'.repeat(999)}1]] [[answer 2]]`)).toBe('solved 2');
    expect(exactly(`[[answer ${' '.repeat(5000)}]]`)).toBe(
      'unparsable 1:1 an expression has at most 2000 characters',
    );
  });

  it('takes expressions 64 deep', () => {
    const nested = (depth: number): string => `[[answer ${'('.repeat(depth)}7${')'.repeat(depth)}]]`;
    expect(exactly(nested(64))).toBe('solved 7');
    expect(exactly(nested(65))).toBe('unparsable 1:75 expressions nest at most 64 deep');
    expect(exactly(`[[answer ${'-'.repeat(64)}7]]`)).toBe('solved 7');
    expect(exactly(`[[answer ${'-'.repeat(65)}7]]`)).toBe('unparsable 1:75 expressions nest at most 64 deep');
    expect(exactly(`[[answer ${'abs('.repeat(64)}7${')'.repeat(64)}]]`)).toBe('solved 7');
    expect(exactly(`[[answer ${'abs('.repeat(65)}7${')'.repeat(65)}]]`)).toBe(
      'unparsable 1:270 expressions nest at most 64 deep',
    );
  });

  it('takes numerals of 40 digits', () => {
    expect(exactly(`[[answer ${'9'.repeat(40)}]]`)).toBe(`solved ${'9'.repeat(40)}`);
    const long = 'a numeral has at most 40 digits and a bounded exponent';
    expect(exactly(`[[answer ${'9'.repeat(41)}]]`)).toBe(`unparsable 1:10 ${long}`);
    expect(exactly(`[[answer 0.${'1'.repeat(40)}]]`)).toBe(`unparsable 1:10 ${long}`);
    expect(exactly('[[answer 1e9999]]')).toBe(`unparsable 1:10 ${long}`);
    expect(exactly(`[[answer ${'9'.repeat(40)}½]]`)).toMatch(/^solved \d+\/2$/);
    expect(exactly(`[[answer ${'9'.repeat(41)}½]]`)).toBe(`unparsable 1:10 ${long}`);
  });

  it('takes numbers of 4,096 bits', () => {
    expect(exactly('[[answer (2^64)^63/(2^64)^63]]')).toBe('solved 1');
    expect(exactly('[[answer (2^64)^64]]')).toBe('unparsable 1:16 a number here has more than 4096 bits');
    expect(exactly('[[answer ((2^64)^63)*((2^64)^63)]]')).toBe(
      'unparsable 1:21 a number here has more than 4096 bits',
    );
    expect(exactly('[[eq a = (2^64)^63]] [[eq b = a*a]] [[answer b/a/a]]')).toMatch(/^unsupported/);
  });

  it('takes names of 41 characters', () => {
    const name = 'a'.repeat(41);
    expect(exactly(`[[var ${name}]] [[eq ${name} = 5]] [[answer ${name}]]`)).toBe('solved 5');
    expect(exactly(`[[eq ${name}a = 5]] [[answer 1]]`)).toBe(
      'unparsable 1:6 a name has at most 41 characters, this one 42',
    );
    expect(exactly(`[[var ${name}a]] [[answer 1]]`)).toBe(
      'unparsable 1:7 a name has at most 41 characters, this one 42',
    );
  });
});

describe('limits of the calculation', () => {
  it.each([
    [
      '[[eq (a + b + c + d + e + f)^8 = 5]] [[eq a = b]] [[answer a]]',
      'unsupported a polynomial of this problem grows too large',
    ],
    ['[[eq (x + 1)^64 = 5]] [[answer x]]', 'unsupported the nonlinear rest has degree 64; 8 is the most'],
    [
      '[[eq ((x + y)^8)^9 = 5]] [[eq x = y]] [[answer x]]',
      'unsupported a polynomial of this problem grows too large',
    ],
    ['[[eq x^9 = 512]] [[answer x]]', 'unsupported the nonlinear rest has degree 9; 8 is the most'],
    ['[[eq x^8 = 256]] [[answer x]]', 'ambiguous -2, 2'],
    [
      `${many(8, (i) => `[[eq abs(x${i}) + x${(i + 1) % 8} = ${i + 2}]]`)} [[answer x0]]`,
      'unsupported there are too many cases to look at',
    ],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });
});
