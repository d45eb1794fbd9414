/** Statements as models write them: everyday spellings, values with roots carried on, bounds that leave one value. */
import fc from 'fast-check';
import { solve } from '../../../methods/equations/solve.ts';

/** `status: answers`, exactly where they are known exactly. */
function outcome(text: string): string {
  const solution = solve(text);
  if (!('answers' in solution)) return solution.status;
  return `${solution.status}: ${solution.answers.map(({ exact, value }) => exact ?? value.toPrecision(7)).join(', ')}`;
}

describe('everyday spellings', () => {
  it.each([
    // Exponents that other statements settle, before or after, and exponents that are asked for.
    ['[[eq n = 3]] [[eq t = 100 * (1 + 5%)^n]] [[answer t]]', 'solved: 9261/80'],
    ['[[eq t = 2^(n + 1)]] [[eq m = 4]] [[eq n = m / 2]] [[answer t]]', 'solved: 8'],
    ['[[eq 2^n = 8]] [[answer n]]', 'solved: 3'],
    ['[[eq 800 = 100 * 2^(n - 1)]] [[answer n]]', 'solved: 4'],
    ['[[eq 2^n = 9]] [[answer n]]', 'unparsable'],
    ['[[eq t = 2^n]] [[eq n = 1/3]] [[answer t]]', 'unparsable'],
    // Chains.
    ['[[eq a = b = 5]] [[answer a + b]]', 'solved: 10'],
    ['[[eq 2 <= x = y <= 2]] [[answer y]]', 'solved: 2'],
    // Comments.
    ['[[eq x = 5 # five]] [[answer x]]', 'solved: 5'],
    ['[[eq x = 5 % of the apples]] [[answer x]]', 'solved: 5'],
    ['[[eq time = 3 * 24 % 24 hours in a day]] [[answer time]]', 'solved: 72'],
    ['[[eq % the distance is speed * time:]] [[eq x = 5]] [[answer x]]', 'solved: 5'],
    ['[[eq x = 5;]] [[answer x;]]', 'solved: 5'],
    ['[[eq x = 5]] [[eq x - 2 = ?]] [[answer x - 2]]', 'solved: 3'],
    // Python.
    ['[[eq r = round(7/3, 2)]] [[answer r]]', 'solved: 233/100'],
    ['[[eq r = round(1250, -2)]] [[answer r]]', 'solved: 1300'],
    ['[[eq x = 7 // 2]] [[answer x]]', 'solved: 3'],
    ['[[eq x = -7 // 2]] [[answer x]]', 'solved: -4'],
    ['[[eq x = 7 mod 2]] [[eq y = mod(17, 5)]] [[answer x]] [[answer y]]', 'solved: 1, 2'],
    ['[[eq x = 578_833]] [[answer x]]', 'solved: 578833'],
    ['[[eq x = 10]] [[eq x -= 4]] [[answer x]]', 'solved: 6'],
    // Signs of mathematics.
    ['[[eq x\u00b2 = 9]] [[eq x > 0]] [[answer x]]', 'filtered: 3'],
    ['[[eq x = 2\u00b9\u2070]] [[answer x]]', 'solved: 1024'],
    ['[[eq x + |y| = 3]] [[eq y = -1]] [[answer x]]', 'solved: 2'],
    ['[[eq x = \u221a16]] [[eq y = \u221a(x + 5)]] [[answer y]]', 'solved: 3'],
    ['[[eq x = 16^(1/2)]] [[eq y = 4^1.5]] [[answer x + y]]', 'solved: 12'],
    ['[[eq x = \\frac{3}{4} + \\frac{1}{\\sqrt{16}}]] [[answer x]]', 'solved: 1'],
    ['[[eq x = \\frac{\\frac{1}{2}}{2} \\times 8]] [[answer x]]', 'solved: 2'],
    ['[[eq x : y = 2 : 3]] [[eq x + y = 10]] [[answer x]]', 'solved: 4'],
    ['[[eq a : b : c = 1 : 2 : 3]] [[eq a + b + c = 12]] [[answer c]]', 'solved: 6'],
    ['[[eq x = 25% of 80]] [[answer x]]', 'solved: 20'],
    ['[[var n]] [[eq n = 30]] [[eq x = 1/2 of n]] [[answer x]]', 'solved: 15'],
    ['[[eq x = 10000.]] [[answer x]]', 'solved: 10000'],
    // Words.
    ['[[eq total cost = 5]] [[eq x = 2 * total cost]] [[answer x]]', 'solved: 10'],
    ['[[eq x = 3 dollars]] [[answer x]]', 'solved: 3'],
    ['[[eq x = 3 dollars per hour]] [[eq y = 2 * x]] [[answer y]]', 'solved: 6'],
    ['[[eq 3 x = 12]] [[answer 3 x]]', 'solved: 12'],
    ['[[eq x = 3 dollars]] [[eq dollars = 2]] [[answer x]]', 'solved: 6'],
    // Products.
    ['[[var a]] [[eq (a)(5) = 20]] [[answer a]]', 'solved: 4'],
    ['[[eq x = (1 + 2)(3 + 4)^2]] [[answer x]]', 'solved: 147'],
    ['[[var x]] [[eq x(x + 2) = 24]] [[eq x > 0]] [[answer x]]', 'filtered: 4'],
  ])('%s is %s', (text, expected) => expect(outcome(text)).toBe(expected));

  it.each([
    '[[eq if x <= 3]] [[eq x = 2]] [[answer x]]',
    '[[eq for i = 1:12]] [[eq x = 2]] [[answer x]]',
    '[[eq x = [1, 2]]] [[answer x]]',
    '[[eq x = 7 % 2]] [[answer x]]',
    '[[eq y = f(2)]] [[answer y]]',
    '[[eq x = 1/(2)(3)]] [[answer x]]',
    '[[eq x = "five"]] [[answer x]]',
    '[[eq]] [[answer x]]',
    '[[eq x = \\frac{1}{]] [[answer x]]',
  ])('%s stays unreadable', (text) => expect(outcome(text)).toBe('unparsable'));

  it('keep the message and the place of the grammar where they stay unreadable', () => {
    expect(solve('[[eq x = 2]]\n[[eq y = 3 $ 4]] [[answer y]]')).toMatchObject({
      status: 'unparsable',
      position: { line: 2, column: 12 },
    });
  });

  it('change nothing that the grammar reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 99 }), (a, b) => {
        const plain = `[[eq x = ${a} + ${b}]]`;
        const alone = solve(`${plain} [[answer x]]`);
        const beside = solve(`${plain} [[eq y = |x| # beside]] [[answer x]]`);
        expect(beside).toMatchObject({ status: alone.status, answers: [{ exact: String(a + b) }] });
      }),
    );
  });
});

describe('values with roots in them', () => {
  it.each([
    [
      '[[eq t1 = sqrt(2*31/9.8)]] [[eq t2 = sqrt(2*19/9.8)]] [[eq r = t2/t1]] [[answer r]]',
      'solved: 0.7828814',
    ],
    [
      '[[eq a = sqrt((4 - 3)^2 + (4 - 3)^2)]] [[eq b = sqrt((3 - 5)^2 + (3 - 0)^2)]] [[eq c = sqrt((5 - 4)^2 + (0 - 4)^2)]] [[eq per = a + b + c]] [[answer per]]',
      'solved: 9.142870',
    ],
    ['[[eq s = sqrt(50)]] [[eq t = sqrt(32)]] [[eq ratio = s/t]] [[answer ratio]]', 'solved: 5/4'],
    [
      '[[eq d1 = sqrt(2)]] [[eq d2 = sqrt(3)]] [[eq d3 = sqrt(17)]] [[eq n = ceil(d1 + d2 + d3)]] [[answer n]]',
      'solved: 8',
    ],
    ['[[eq x = sqrt(2)*sqrt(3)*sqrt(6)]] [[answer x]]', 'solved: 6'],
    ['[[eq x = sqrt(2)]] [[eq y = sqrt(8)]] [[eq z = (y - x)^2]] [[answer z]]', 'solved: 2'],
    ['[[eq p = 1/(sqrt(3) + sqrt(2))]] [[eq q = p + sqrt(2)]] [[eq z = q^2]] [[answer z]]', 'solved: 3'],
    // Two definitions that disagree are no answer.
    ['[[eq x = sqrt(2)]] [[eq x = sqrt(3)]] [[answer x]]', 'contradictory'],
    ['[[eq x = sqrt(2)]] [[eq y = sqrt(x - 2)]] [[answer y]]', 'contradictory'],
  ])('%s is %s', (text, expected) => expect(outcome(text)).toBe(expected));

  it('cancel exactly, whatever squares stand under them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (a, b, m) => {
          const text = `[[eq s = sqrt(${a * a * m})]] [[eq t = sqrt(${b * b * m})]] [[eq r = s/t]] [[answer b * r]] [[eq b = ${b}]]`;
          expect(solve(text)).toMatchObject({ status: 'solved', answers: [{ exact: String(a) }] });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('bounds', () => {
  it.each([
    ['[[eq x >= 3]] [[eq x <= 3]] [[answer x]]', 'solved: 3'],
    ['[[eq x > 3]] [[eq x < 3]] [[answer x]]', 'contradictory'],
    ['[[eq x >= 3]] [[eq x < 5]] [[answer x]]', 'underdetermined'],
    ['[[var x count]] [[eq x > 2]] [[eq x < 4]] [[answer x]]', 'solved: 3'],
    ['[[var x count]] [[eq x > 2]] [[eq x < 5]] [[answer x]]', 'underdetermined'],
    ['[[var x count]] [[eq 2*x >= 5]] [[eq 2*x <= 7]] [[eq y = 10*x]] [[answer y]]', 'solved: 30'],
  ])('%s is %s', (text, expected) => expect(outcome(text)).toBe(expected));
});

describe('several answers', () => {
  it('that belong together stay together', () => {
    const solution = solve('[[eq x^2 + y^2 = 25]] [[eq x + y = 7]] [[answer x]] [[answer y]]');
    expect(solution.status).toBe('ambiguous');
    const together = 'together' in solution ? solution.together : undefined;
    expect(together?.map((pair) => pair.map(({ exact }) => exact))).toEqual([
      ['3', '4'],
      ['4', '3'],
    ]);
  });

  it('are never a null: what no double holds is unsupported', () => {
    const huge = Array.from({ length: 6 }, (_, i) => `[[eq a${i + 1} = a${i}^4]]`).join(' ');
    const solution = solve(`[[eq a0 = 10]] ${huge} [[answer a6]]`);
    expect(solution.status).not.toBe('solved');
  });
});
