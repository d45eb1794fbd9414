import { parseStatements } from '../../../methods/equations/statements.ts';
import { solve } from '../../../methods/equations/solve.ts';
import { SOLUTION_STATUSES } from '../../../methods/equations/solution.ts';
import { exactly, show } from './outcome.ts';

describe('statuses', () => {
  it.each([
    // Values that follow one after the other, in any order.
    ['[[eq a = 5]] [[answer a]]', 'solved 5'],
    ['[[answer a]] [[eq a = b + 1]] [[eq b = 4]]', 'solved 5'],
    ['[[eq 5 = a]] [[answer a]]', 'solved 5'],
    ['[[eq 3*a + 1 = 8]] [[answer a]]', 'solved 7/3'],
    ['[[answer 2 + 3*4]]', 'solved 14'],
    ['[[eq a = 3]] [[answer a]] [[answer a + 1]] [[answer -a]]', 'solved 3, 4, -3'],
    // Systems.
    ['[[eq x + y = 10]] [[eq x - y = 4]] [[answer x]] [[answer y]]', 'solved 7, 3'],
    ['[[eq x + y = 30]] [[eq 2x + 4y = 86]] [[answer x]] [[answer y]]', 'solved 17, 13'],
    ['[[eq x + y + z = 6]] [[eq 2y + 5z = -4]] [[eq 2x + 5y - z = 27]] [[answer z]]', 'solved -2'],
    ['[[eq x + y = 10]] [[eq 2x + 2y = 20]] [[eq x - y = 4]] [[answer x]]', 'solved 7'],
    // What is asked may be determined though its names are not.
    ['[[eq x + y = 10]] [[answer x + y]]', 'solved 10'],
    ['[[eq x + y = 10]] [[answer 2*x + 2*y - 3]]', 'solved 17'],
    ['[[eq a = 3*b]] [[answer a/b]]', 'solved 3'],
    ['[[eq x = 5]] [[eq y + z = 4]] [[answer x]]', 'solved 5'],
    ['[[eq x = 5]] [[eq y^2 = 4]] [[answer x]]', 'solved 5'],
    ['[[eq x^2 = 4]] [[answer x^2 + 1]]', 'solved 5'],
    // A divisor that may not be 0, and a function.
    ['[[eq 1/a + 1/b = 1/6]] [[eq a = 2*b]] [[answer b]]', 'solved 9'],
    ['[[eq max(x, 3) = 5]] [[answer x]]', 'solved 5'],
    ['[[eq min(x, 3) = 2]] [[answer x]]', 'solved 2'],
    ['[[eq sqrt(x) = 3]] [[answer x]]', 'solved 9'],
    ['[[eq sqrt(x + 1) = x - 1]] [[answer x]]', 'solved 3'],
    ['[[eq a = ceil(x/2)]] [[eq x = 7]] [[answer a]]', 'solved 4'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });

  it.each([
    ['[[eq x^2 = 9]] [[eq x > 0]] [[answer x]]', 'filtered 3'],
    ['[[var x count]] [[eq x^2 = 9]] [[answer x]]', 'filtered 3'],
    ['[[eq 2x^2 = 18]] [[eq x < 0]] [[answer x]]', 'filtered -3'],
    ['[[eq x^2 + y^2 = 25]] [[eq x + y = 7]] [[eq x > y]] [[answer x]]', 'filtered 4'],
    ['[[eq abs(x) = 3]] [[eq x < 0]] [[answer x]]', 'filtered -3'],
    ['[[eq x^2 = 9]] [[answer x]]', 'ambiguous -3, 3'],
    ['[[eq (x - 1)*(x - 2)*(x - 3) = 0]] [[answer x]]', 'ambiguous 1, 2, 3'],
    ['[[eq x^2 = 4]] [[answer x]] [[answer x + 1]]', 'ambiguous -2, 2, -1, 3'],
    ['[[eq x*y = 240]] [[eq (x + 2)*(y - 10) = 240]] [[answer x]]', 'ambiguous -8, 6'],
    ['[[eq abs(x - 1) = 3]] [[answer x]]', 'ambiguous -2, 4'],
    ['[[eq x^2 = 9]] [[eq x < 10]] [[answer x]]', 'ambiguous -3, 3'],
    // One of two roots alone is kept in some of the cases: both names are asked for.
    ['[[eq x^2 = 4]] [[eq y = x]] [[eq y > -10]] [[answer y]]', 'ambiguous -2, 2'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });

  it.each([
    ['[[eq x + y = 10]] [[answer x]]', 'underdetermined x, y'],
    ['[[var x]] [[answer x]]', 'underdetermined x'],
    ['[[answer x]]', 'underdetermined x'],
    ['[[eq x = 5]] [[answer y]]', 'underdetermined y'],
    ['[[eq x + y = 10]] [[eq z = 3]] [[answer x + z]]', 'underdetermined x, y'],
    ['[[eq x = x]] [[answer x]]', 'underdetermined x'],
    ['[[eq x/x = 1]] [[answer x]]', 'underdetermined x'],
    ['[[eq x >= 3]] [[answer x]]', 'underdetermined x'],
    ['[[eq max(x, 3) = 3]] [[answer x]]', 'underdetermined x'],
    ['[[eq x*y = 0]] [[answer x]]', 'underdetermined x'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });

  it.each([
    ['[[eq a = 5]] [[eq a = 6]] [[answer a]]', 'contradictory 0, 1'],
    ['[[eq x = 5]] [[eq 3 = 4]] [[answer x]]', 'contradictory 1'],
    ['[[eq x = x + 1]] [[answer x]]', 'contradictory 0'],
    ['[[eq x + y = 10]] [[eq x - y = 2]] [[eq x + 2*y = 15]] [[answer x]]', 'contradictory 0, 1, 2'],
    ['[[eq x = 1]] [[eq y = 2]] [[eq z = 3]] [[eq x + z = 5]] [[answer y]]', 'contradictory 0, 2, 3'],
    ['[[eq x^2 + 1 = 0]] [[answer x]]', 'contradictory 0'],
    ['[[eq 1/x = 0]] [[answer x]]', 'contradictory 0'],
    ['[[eq a = 5/0]] [[answer a]]', 'contradictory 0'],
    ['[[eq a = sqrt(-2)]] [[answer a]]', 'contradictory 0'],
    ['[[eq x = 0]] [[eq y = 5/x]] [[answer y]]', 'contradictory 0, 1'],
    ['[[eq sqrt(x) = -3]] [[answer x]]', 'contradictory 0'],
    ['[[eq abs(x) = -3]] [[answer x]]', 'contradictory 0'],
    ['[[eq 3 > 4]] [[eq x = 1]] [[answer x]]', 'contradictory 0'],
    ['[[eq x > 3]] [[eq x < 3]] [[answer x]]', 'contradictory 0, 1'],
    ['[[eq x + y = 10]] [[eq x > 3]] [[eq y > 8]] [[answer x]]', 'contradictory 0, 1, 2'],
    ['[[eq x = 2]] [[eq x^2 = 5]] [[answer x]]', 'contradictory 0, 1'],
    // Without it no contradiction, earlier statements stay.
    ['[[eq x = 1]] [[eq x = 2]] [[eq x = 3]] [[answer x]]', 'contradictory 0, 1'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });

  it.each([
    ['[[eq floor(x) = 3]] [[answer x]]', 'unsupported a function of something that nothing else determines'],
    [
      '[[eq x^9*y^2 = 7]] [[eq x^3 + y^3 = 5]] [[answer x]]',
      'unsupported the nonlinear rest has degree 11; 8 is the most',
    ],
    [
      '[[eq a^2+b^2=1]] [[eq b^2+c^3=2]] [[eq c^2+d^3=3]] [[eq d^2+e^3=4]] [[eq e^2+f^3=5]] [[eq f^2+g^3=6]] [[eq g^2+a^3=7]] [[answer a]]',
      'unsupported the nonlinear rest has 7 unknowns; 6 are the most',
    ],
    [
      '[[eq x^2 + y^2*z^2 = 3]] [[eq y^2 + z^2*x^2 = 5]] [[eq z^3 + x^3 = 7]] [[answer x]]',
      'unsupported no method here finds the roots of the nonlinear rest',
    ],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });

  it.each([
    ['', 'unparsable 1:1 no [[answer ...]] says what is asked'],
    ['hello', 'unparsable 1:6 no [[answer ...]] says what is asked'],
    ['[[var x]]\n[[eq x = 1]]', 'unparsable 2:13 no [[answer ...]] says what is asked'],
  ])('%j is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });

  it('has every field that applies and none that does not', () => {
    expect(solve('[[var a]].\n[[eq 2*a = 7]].\n[[answer a]]')).toEqual({
      status: 'solved',
      answers: [{ name: 'a', value: 3.5, exact: '7/2' }],
      lint: [],
      steps: ['a = 7/2'],
      unused: [],
    });
    expect(solve('[[var a]].\n[[eq a^2 = 2]].\n[[eq a > 0]].\n[[answer a]]')).toEqual({
      status: 'filtered',
      answers: [{ name: 'a', value: Math.SQRT2 }],
      lint: [],
      steps: ['a^2 - 2 = 0 has 2 real roots, irrational'],
      unused: [],
    });
    expect(solve('[[eq a = ]] [[answer a]]')).toEqual({
      status: 'unparsable',
      message: 'expected an expression, found the end of the statement',
      position: { line: 1, column: 10 },
      lint: [],
      steps: [],
      unused: [],
    });
  });

  it('looks for the numerals of the question, or else of the text', () => {
    expect(solve('[[eq a = 3]] [[answer a]]', { question: 'Tom has 3 and 4.' }).unused).toEqual(['4']);
    expect(solve('9 [[eq a = 3]] [[answer a]]').unused).toEqual(['9']);
  });

  it('names every status once', () => {
    expect(new Set(SOLUTION_STATUSES).size).toBe(8);
    expect(parseStatements('nothing')).toEqual({ kind: 'statements', statements: [] });
    expect(show(solve('[[answer 1/3]]'))).toBe('solved 1/3');
  });
});
