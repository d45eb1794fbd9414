/**
 * The edge cases of the released pipeline (research notes, 2.2 and 2.5), each with what it answers and what ours does.
 * The first column of results was got once by running the released function itself under SymPy 1.14 and Python 3.11.
 */
export interface GoldenRow {
  readonly what: string;
  /** A completion. */
  readonly text: string;
  /** A number, or the reason why there is none. */
  readonly paper: number | string;
  /** Our status, with the answers where there are any: `solved 5`. */
  readonly ours: string;
}

const a = '[[answer a]]';

export const GOLDEN: readonly GoldenRow[] = [
  // Several roots: the first in SymPy's order, be it a negative age.
  { what: 'two roots', text: '[[eq x^2 = 9]] [[answer x]]', paper: -3, ours: 'ambiguous -3, 3' },
  {
    what: 'two roots, one a count',
    text: '[[var x count]] [[eq x^2 = 9]] [[answer x]]',
    paper: -3,
    ours: 'filtered 3',
  },
  // Commas.
  { what: 'a comma in a numeral', text: `[[eq a = 1,000]] ${a}`, paper: 1, ours: 'solved 1000' },
  {
    what: 'a comma in a function',
    text: `[[eq a = max(2, 3)]] ${a}`,
    paper: 'invalid equations',
    ours: 'solved 3',
  },
  // Three letters in a row.
  {
    what: 'a long name',
    text: '[[eq cost = 5]] [[answer cost]]',
    paper: 'invalid equations',
    ours: 'solved 5',
  },
  {
    what: 'a function of three letters',
    text: `[[eq a = sqrt(4)]] ${a}`,
    paper: 'invalid equations',
    ours: 'solved 2',
  },
  // The goal.
  {
    what: 'a goal that is an expression',
    text: '[[eq a = 5]] [[answer a*2]]',
    paper: 'bug',
    ours: 'solved 10',
  },
  { what: 'no goal', text: '[[eq a = 5]] [[eq b + 1 = 7]]', paper: 'bug', ours: 'unparsable' },
  {
    what: 'a goal before the end',
    text: `[[var a]] ${a} [[eq a = 5]]`,
    paper: 'no solution',
    ours: 'solved 5',
  },
  // What stands behind the first number is never read.
  { what: 'a contradiction', text: `[[eq a = 5]] [[eq a = 6]] ${a}`, paper: 5, ours: 'contradictory' },
  {
    what: 'a name that is used twice',
    text: '[[eq a = 7]] [[eq b = 15*a]] [[eq a = 9]] [[answer b]]',
    paper: 105,
    ours: 'contradictory',
  },
  {
    what: 'a name that is counted up',
    text: `[[eq a = 7]] [[eq a = a + 5]] ${a}`,
    paper: 7,
    ours: 'solved 12',
  },
  {
    what: 'what cannot be read, after the goal has a number',
    text: `[[eq a = 5]] [[eq b = = 6]] ${a}`,
    paper: 5,
    ours: 'unparsable',
  },
  // Names that SymPy has for itself.
  { what: 'the name I', text: '[[eq I = 5]] [[answer I]]', paper: 'no solution', ours: 'solved 5' },
  { what: 'the name E', text: '[[eq E = 5]] [[answer E]]', paper: 'no solution', ours: 'solved 5' },
  { what: 'the name S', text: '[[eq S = 5]] [[answer S]]', paper: 'invalid equations', ours: 'solved 5' },
  { what: 'the name N', text: '[[eq N = 5]] [[answer N]]', paper: 'invalid equations', ours: 'solved 5' },
  { what: 'the name Q', text: '[[eq Q = 5]] [[answer Q]]', paper: 'invalid equations', ours: 'solved 5' },
  { what: 'the name O', text: '[[eq O = 5]] [[answer O]]', paper: 'invalid equations', ours: 'solved 5' },
  { what: 'the name pi', text: '[[eq pi = 5]] [[answer pi]]', paper: 'no solution', ours: 'solved 5' },
  {
    what: 'the name beta',
    text: '[[eq beta = 5]] [[answer beta]]',
    paper: 'invalid equations',
    ours: 'solved 5',
  },
  {
    what: 'the name gamma',
    text: '[[eq gamma = 5]] [[answer gamma]]',
    paper: 'invalid equations',
    ours: 'solved 5',
  },
  {
    what: 'the name lambda',
    text: '[[eq lambda = 5]] [[answer lambda]]',
    paper: 'invalid equations',
    ours: 'solved 5',
  },
  { what: 'the name e1', text: '[[eq e1 = 5]] [[answer e1]]', paper: 'no solution', ours: 'solved 5' },
  {
    what: 'names x1 and x2',
    text: '[[eq x1 = 5]] [[eq x2 = 2*x1]] [[answer x2]]',
    paper: 'no solution',
    ours: 'solved 10',
  },
  {
    what: 'a name of two letters',
    text: '[[eq ab = 6]] [[answer ab]]',
    paper: 'no solution',
    ours: 'solved 6',
  },
  {
    what: 'the name j after a numeral',
    text: '[[eq j = 4]] [[eq a = 2j]] [[answer a]]',
    paper: 'no solution',
    ours: 'solved 8',
  },
  // Arithmetic.
  {
    what: 'a division by zero',
    text: `[[eq b = 5]] [[eq a = b/0]] ${a}`,
    paper: 'no solution',
    ours: 'contradictory',
  },
  { what: 'a leading zero', text: `[[eq a = 05]] ${a}`, paper: 0, ours: 'solved 5' },
  { what: 'a percent', text: `[[eq a = 20%]] ${a}`, paper: 'invalid equations', ours: 'solved 0.2' },
  { what: 'a price', text: `[[eq a = $5]] ${a}`, paper: 'invalid equations', ours: 'solved 5' },
  {
    what: 'a Unicode minus',
    text: `[[eq a = 7 \u2212 2]] ${a}`,
    paper: 'invalid equations',
    ours: 'solved 5',
  },
  // No uniqueness, no inequalities.
  { what: 'an open system', text: `[[eq a + b = 10]] ${a}`, paper: 'no solution', ours: 'underdetermined' },
  { what: 'an inequality', text: `[[eq a^2 = 9]] [[eq a >= 0]] ${a}`, paper: -3, ours: 'filtered 3' },
  // No statements.
  { what: 'prose', text: 'The answer is five.', paper: 'invalid equations', ours: 'unparsable' },
  { what: 'a number alone', text: '42', paper: 42, ours: 'unparsable' },
  { what: 'nothing', text: '', paper: 'invalid equations', ours: 'unparsable' },
  // Hostile.
  {
    what: 'a call to the system',
    text: `[[eq a = __import__('os').getpid()]] ${a}`,
    paper: 'invalid equations',
    ours: 'unparsable',
  },
  {
    what: 'a prototype',
    text: '[[eq __proto__ = 5]] [[answer __proto__]]',
    paper: 'invalid equations',
    ours: 'solved 5',
  },
];

/** What the released function itself answers, from its own argument on: statements that commas separate already. */
export const GOLDEN_LINES: readonly (readonly [string, number | string])[] = [
  ['x**2 = 9, x = ?', -3],
  ['a = 1,000, a = ?', 1],
  ['a = 1,000, b = a, b = ?', 'invalid equations'],
  ['b = 2, a = 1,000, c = a, c = ?', 'invalid equations'],
  ['cost = 5, cost = ?', 'invalid equations'],
  ['a = sqrt(4), a = ?', 'invalid equations'],
  ['a = 5, a*2 = ?', 'bug'],
  ['a = 5, a = 6, a = ?', 5],
  ['a = 7, b = 15*a, a = 9, b = ?', 105],
  ['I = 5, I = ?', 'no solution'],
  ['e1 = 5, e1 = ?', 'no solution'],
  ['a = 5, b = a/0, b = ?', 'no solution'],
  ['a = 5, 12', 'no solution'],
  ['a = 5, 7', 'no goal found'],
  ['a >= 5, a = 7, a = ?', 'no solution'],
  ['a! = 6, a = ?', 'no solution'],
  ['a = 5!, a = ?', 120],
  ['a = 7 // 2 + 7 % 4, a = ?', 6],
  ['a(b+1) = 6, b = 2, a = ?', 2],
  ['ln a = 0, a = ?', 1],
  ['Na = 5, a = ?', 5],
  ['x = 3 x 4, x = ?', 0],
  ['x**2 + 1 = 0, x = ?', 'no solution'],
  ['a = oo, a = ?', 'inf'],
  ['oo = ?', 'inf'],
  ['1000*(1+x)**5 = 5000, x = ?', 'no solution'],
  ['x + y = 30, 2x + 4y = 86, x = ?', 17],
  ['0.05x + 0.1y = 1.5, x = y + 3, y = ?', 9],
  ['nan', 'nan'],
];
