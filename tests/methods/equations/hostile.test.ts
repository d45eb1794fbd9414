/** Inputs that nobody meant well: each ends, with one of the statuses, well within a second on an idle machine. */
import fc from 'fast-check';
import { SOLUTION_STATUSES } from '../../../methods/equations/solution.ts';
import { solve } from '../../../methods/equations/solve.ts';
import { exactly } from './outcome.ts';

/** Far more than it takes: other tests may run beside it. */
const MILLISECONDS = 5000;

function timed(text: string): string {
  const start = performance.now();
  const outcome = exactly(text);
  expect(performance.now() - start).toBeLessThan(MILLISECONDS);
  return outcome;
}

const many = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');

/** A row of a dense system: coefficients that follow no pattern. */
function row(i: number, unknowns: number, factor: number): string {
  const terms = Array.from(
    { length: unknowns },
    (_, j) => `${1 + Math.floor(factor * Math.abs(Math.sin((64 * i + j) ** 2)))}*x${j}`,
  );
  return `[[eq ${terms.join(' + ')} = ${1 + ((i * 6151) % factor)}]]`;
}

describe('hostile texts', () => {
  it.each([
    ['a long name', `[[eq ${'a'.repeat(100_000)} = 5]] [[answer 1]]`, /^unparsable 1:1 an expression/],
    ['a long variable', `[[var ${'a'.repeat(100_000)}]] [[answer 1]]`, /^unparsable 1:1 an expression/],
    ['a long numeral', `[[answer ${'9'.repeat(100_000)}]]`, /^unparsable 1:1 an expression/],
    [
      'deep parentheses',
      `[[answer ${'('.repeat(100_000)}1${')'.repeat(100_000)}]]`,
      /^unparsable 1:1 an expression/,
    ],
    [
      'deep parentheses in bounds',
      `[[answer ${'('.repeat(1000)}1${')'.repeat(999)}]]`,
      /^unparsable 1:75 expressions nest/,
    ],
    ['many signs', `[[answer ${'-'.repeat(1990)}1]]`, /^unparsable 1:75 expressions nest/],
    ['many powers', `[[answer ${'2^'.repeat(900)}1]]`, /^unparsable 1:140 expressions nest/],
    ['open brackets', '[['.repeat(100_000), /^unparsable 1:1 \[\[ is not closed/],
    ['closed brackets', ']]'.repeat(100_000), /^unparsable 1:1 \]\] closes nothing/],
    ['many statements', '[[eq x = 1]]'.repeat(100_000), /at most 64 statements$/],
    ['commas', `${'1,'.repeat(100_000)}[[answer 1]]`, /^solved 1$/],
    ['slashes', `${'1/'.repeat(100_000)}[[answer 1]]`, /^solved 1$/],
    ['points', `${'.'.repeat(200_000)}[[answer 1]]`, /^solved 1$/],
    ['exponents', `${'1e'.repeat(100_000)}[[answer 1]]`, /^solved 1$/],
    ['lines', `${'\n'.repeat(200_000)}[[answer #]]`, /^unparsable 200001:10 /],
    ['pairs of surrogates', `${'😀'.repeat(100_000)}[[answer #]]`, /^unparsable 1:100010 /],
  ])('%s', (_, text, expected) => {
    expect(timed(text)).toMatch(expected);
  });
});

describe('hostile arithmetic', () => {
  it.each([
    [
      'fractions with long denominators',
      `[[answer ${Array.from({ length: 45 }, (_, i) => `1/${'9'.repeat(36)}${10 + i}`).join(' + ')}]]`,
      /^unparsable/,
    ],
    [
      'a dense system of 63',
      `${many(63, (i) => row(i, 63, 9))} [[answer x0]]`,
      /^timed-out exact arithmetic would take too long$/,
    ],
    [
      'a dense system of 40 with long numerals',
      `${many(40, (i) => row(i, 40, 99_999_999_999))} [[answer x0]]`,
      /^timed-out/,
    ],
    [
      'a dense system with too many equations',
      `${many(63, (i) => row(i, 40, 97))} [[answer x0]]`,
      /^contradictory/,
    ],
    [
      'squares of squares',
      `[[eq x0 = 3/7]] ${many(60, (i) => `[[eq x${i + 1} = x${i}*x${i} + ${i}]]`)} [[answer x60]]`,
      /^unsupported/,
    ],
    [
      'a name squared again and again',
      `[[eq x = 2]] ${many(60, () => '[[eq x = x*x]]')} [[answer x]]`,
      /^unsupported/,
    ],
    [
      'a product of sixty sums',
      `[[eq ${Array.from({ length: 60 }, (_, i) => `(x${i} + 1)`).join('*')} = 5]] [[answer x0]]`,
      /^unsupported/,
    ],
    [
      'a minimum of a hundred',
      `[[eq min(${Array.from({ length: 100 }, (_, i) => `x + ${i}*y`).join(', ')}) = 3]] [[eq y = 2*x]] [[answer x]]`,
      /^solved 3$/,
    ],
    [
      'many irrational roots',
      `${['a', 'b', 'c', 'd', 'e', 'f'].map((x) => `[[eq (${x}^2 - 2)*(${x}^2 - 3)*(${x}^2 - 5)*(${x}^2 - 7) = 0]]`).join(' ')} [[answer a + b + c]]`,
      /^timed-out/,
    ],
    [
      'two curves of degree 4',
      '[[eq 123456789*x^4 + 3*x*y^3 - 987654321*y^4 + x^2*y = 712312313]] [[eq x^4 + 81231231*y^4*x - 5*x^2 + y = 11123123]] [[answer x]]',
      /^timed-out/,
    ],
    [
      'an annuity of 360 months',
      '[[eq p = 200000*(r/12)*(1 + r/12)^360/((1 + r/12)^360 - 1)]] [[eq p = 1500]] [[answer r]]',
      /^unparsable 1:35 an exponent is at most 64, this one is 360$/,
    ],
    [
      'an annuity of 60 months',
      '[[eq p = 200000*(r/12)*(1 + r/12)^60/((1 + r/12)^60 - 1)]] [[eq p = 3866]] [[answer r]]',
      /^unsupported/,
    ],
    [
      'the payment of 60 months',
      '[[eq p = 200000*(0.06/12)*(1 + 0.06/12)^60/((1 + 0.06/12)^60 - 1)]] [[answer p]]',
      /^solved \d{100,}\/\d{100,}$/,
    ],
    [
      'a sum of twenty reciprocals',
      `[[eq ${Array.from({ length: 20 }, (_, i) => `1/(x + ${i * i + 1})`).join(' + ')} = 3]] [[answer x]]`,
      /^unsupported/,
    ],
  ])('%s', (_, text, expected) => {
    expect(timed(text)).toMatch(expected);
  });
});

describe('anything at all', () => {
  const word = fc.constantFrom(
    '[[',
    ']]',
    'var ',
    'eq ',
    'answer ',
    'x',
    'y',
    '__proto__',
    'constructor',
    'I',
    '1',
    '0',
    '2.5',
    '1,000',
    '.5',
    '7%',
    '$',
    '½',
    '+',
    '-',
    '*',
    '/',
    '^',
    '**',
    '=',
    '<',
    '>=',
    '(',
    ')',
    ',',
    'sqrt(',
    'abs(',
    'floor(',
    'max(',
    ' ',
    '\n',
    '.',
    '😀',
    'count',
    '9^9^9',
  );
  const soup = fc.array(word, { maxLength: 60 }).map((words) => words.join(''));
  const factor = fc.constantFrom(
    'x',
    'y',
    'z',
    '2',
    '3',
    '0',
    '0.5',
    '10%',
    'sqrt(x)',
    'abs(y)',
    '(x + y)',
    '(z - 1)^2',
    'round(x/2)',
    'max(x, y)',
    '1/x',
    'x^3',
  );
  const side = fc
    .array(fc.tuple(factor, fc.constantFrom(' + ', ' - ', '*', '/')), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map(([text, sign], i) => (i === parts.length - 1 ? text : text + sign)).join(''));
  const statement = fc
    .tuple(side, fc.constantFrom('=', '=', '=', '<', '>='), side)
    .map(([left, relation, right]) => `[[eq ${left} ${relation} ${right}]]`);
  const problem = fc
    .tuple(
      fc.array(statement, { maxLength: 4 }),
      side,
      fc.constantFrom('', '[[var x count]] ', '[[var y amount]] '),
    )
    .map(([statements, goal, domain]) => `${domain}${statements.join(' ')} [[answer ${goal}]]`);

  const ends = (text: string): void => {
    const start = performance.now();
    const solution = solve(text);
    expect(performance.now() - start).toBeLessThan(MILLISECONDS);
    expect(SOLUTION_STATUSES).toContain(solution.status);
    if ('answers' in solution) {
      expect(solution.answers.length).toBeGreaterThan(0);
      for (const { value } of solution.answers) expect(value).not.toBeNaN();
    }
  };

  it('ends with a status: words', () => {
    fc.assert(fc.property(soup, ends), { numRuns: 1500 });
  });

  it('ends with a status: statements', () => {
    fc.assert(fc.property(problem, ends), { numRuns: 800 });
  });

  it('ends with a status: characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) =>
        ends(`[[eq ${text}]] [[answer x]]`),
      ),
      { numRuns: 1000 },
    );
  });
});
