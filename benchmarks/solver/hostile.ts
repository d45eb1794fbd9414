/** Texts that nobody meant well, made by hand and by fast-check: none may hang, crash or touch a prototype. */
import fc from 'fast-check';

/** The annuity: ordinary in a textbook, and a power of 360 for a solver. */
const ANNUITY = '[[eq 200000 = p * (1 - (1 + r)^-360) / r]] [[eq r = 0.005]] [[answer p]]';

export const BY_HAND: readonly string[] = [
  '[[eq x = 9**9**9]] [[answer x]]',
  '[[eq x = 9^9^9]] [[answer x]]',
  '[[answer 9^64^64]]',
  '[[answer ((((9^64)^64)^64)^64)^64]]',
  '[[eq x = ((((2^64)^64)^64)^64)]] [[answer x - x]]',
  ANNUITY,
  ANNUITY.replace('[[eq r = 0.005]]', ''),
  '[[eq (1 + x)^64 = 5]] [[answer x]]',
  '[[eq (1 + x)^30 = 5000/1000]] [[answer x]]',
  `[[var ${'a'.repeat(100_000)}]] [[answer ${'a'.repeat(100_000)}]]`,
  `[[eq x = ${'('.repeat(100_000)}1${')'.repeat(100_000)}]] [[answer x]]`,
  `[[eq x = ${'('.repeat(60)}1${')'.repeat(60)}]] [[answer x]]`,
  `[[eq x = ${'-'.repeat(1_000)}1]] [[answer x]]`,
  `[[answer ${'1+'.repeat(100_000)}1]]`,
  `${'[['.repeat(50_000)}`,
  `${'[[answer x]]'.repeat(50_000)}`,
  `${'[[eq '.repeat(20_000)}]]`,
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'I',
    'E',
    'e',
    'pi',
    'lambda',
  ].map((name) => `[[var ${name}]] [[eq ${name} = 2]] [[eq b = ${name} * 3]] [[answer b]]`),
  "[[eq x = __import__('os').getpid()]] [[answer x]]",
  '[[eq x = process.exit(1)]] [[answer x]]',
  '[[eq __proto__.polluted = 1]] [[answer x]]',
  '[[eq a["__proto__"] = 1]] [[answer a]]',
  '[[answer x\u0000]]',
  '\u202e[[answer 5]]\u202c',
  '[[answer 1e999999999]]',
  '[[answer 1e-999999999]]',
  '[[eq x = 1/0]] [[answer x]]',
  '[[eq x = 0^-1]] [[answer x]]',
  '[[eq 0*x = 0]] [[answer x]]',
  '[[eq x = sqrt(-1)]] [[answer x]]',
  '[[eq x = max()]] [[answer x]]',
  '[[eq x*y*z = 1]] [[eq x+y+z = 1]] [[eq x^3+y^3+z^3 = 7]] [[answer x]]',
  '[[eq x^3 + y^2 = 17]] [[eq y^3 - x^2 = z]] [[eq z^2 + x*y = 11]] [[answer z]]',
  '[[eq x^8 + y^7 + x*y = 3]] [[eq x^7 - y^8 = 1]] [[answer x]]',
  `${Array.from({ length: 60 }, (_, i) => `[[eq x${i} = x${(i + 1) % 60} + 1]]`).join('')} [[answer x0]]`,
  `${Array.from({ length: 60 }, (_, i) => `[[eq a = a + ${i}]]`).join('')} [[answer a]]`,
  `${Array.from({ length: 30 }, (_, i) => `[[eq x${i} = x${i}^2 - ${i}]]`).join('')} [[answer x7]]`,
];

const PIECES = [
  ...[
    '[[',
    ']]',
    '[[eq ',
    '[[var ',
    '[[answer ',
    '(',
    ')',
    '^',
    '**',
    '*',
    '/',
    '+',
    '-',
    '=',
    '<=',
    '>=',
    '<',
    '>',
  ],
  ...[
    '%',
    '$',
    '.',
    ',',
    ' ',
    '\n',
    '9',
    '1,000',
    '.5',
    '1.5e3',
    '20%',
    '−3',
    '2x',
    '3(',
    'x',
    'y',
    'z1',
    'sqrt(',
    'abs(',
  ],
  ...[
    'round(',
    'min(',
    'max(',
    '__proto__',
    'constructor',
    'I',
    'E',
    'lambda',
    '9^9^9',
    '½',
    '😀',
    '\u0000',
    ';',
    '#',
    '"',
  ],
];

const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''));

/** Expressions that nest, mostly well-formed, so that the solver and not the parser is tried. */
const expression = fc.letrec<{ tree: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom('x', 'y', 'z'),
    fc.integer({ min: -999, max: 999 }).map(String),
    fc.constantFrom('.5', '20%'),
  ),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/'), tie('tree'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc.tuple(tie('tree'), fc.integer({ min: -3, max: 9 })).map(([base, power]) => `(${base})^${power}`),
    tie('tree').map((inner) => `sqrt(${inner})`),
    tie('tree').map((inner) => `abs(${inner})`),
  ),
})).tree;

const system = fc
  .tuple(
    fc.array(fc.tuple(expression, fc.constantFrom('=', '=', '=', '<', '>='), expression), {
      minLength: 1,
      maxLength: 5,
    }),
    fc.constantFrom('x', 'y', 'x + y', 'z^2'),
  )
  .map(
    ([equations, goal]) =>
      `${equations.map(([left, relation, right]) => `[[eq ${left} ${relation} ${right}]]`).join(' ')} [[answer ${goal}]]`,
  );

/** `count` texts: those by hand first, the others drawn by fast-check from the seed. */
export function hostileTexts(count: number, seed: number): readonly string[] {
  const drawn = fc.sample(fc.oneof(soup, system, fc.string({ maxLength: 300 })), {
    numRuns: Math.max(0, count - BY_HAND.length),
    seed,
  });
  return [...BY_HAND, ...drawn].slice(0, count);
}
