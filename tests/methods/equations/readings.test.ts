import { solve } from '../../../methods/equations/solve.ts';
import { exactly, show } from './outcome.ts';

function withLint(text: string): string {
  const solution = solve(text);
  return solution.lint.includes('two-readings') ? `${show(solution)}, two readings` : show(solution);
}

describe('a name that is defined again', () => {
  it.each([
    // From its own value: a new version, which later statements see.
    ['[[eq a = 5]] [[eq a = a + 5]] [[answer a]]', 'solved 10'],
    ['[[eq x = 5]] [[eq x = x + 1]] [[eq x = x*2]] [[answer x]]', 'solved 12'],
    ['[[eq a = 5]] [[eq b = 2*a]] [[eq a = a + 5]] [[eq c = 2*a]] [[answer b + c]]', 'solved 30'],
    ['[[eq a = b]] [[eq a = a - 3]] [[eq b = 10]] [[answer a]]', 'solved 7'],
    ['[[eq 5 = a]] [[eq a = a/2]] [[answer a]]', 'solved 5/2'],
    ['[[var a count]] [[eq a = 5]] [[eq a = a - 7]] [[answer a]]', 'contradictory 0, 1, 2'],
    ['[[answer a]] [[eq a = 5]] [[eq a = a + 5]]', 'solved 10'],
    // Inequalities and a defining equation of something else give nothing a new value.
    ['[[eq a = 5]] [[eq a + 0 = a + 5 - b]] [[answer b]]', 'solved 5'],
    ['[[eq x^2 = 9]] [[eq x > x - 1]] [[answer x^2]]', 'solved 9'],
    // A true self-reference: nothing defined it before.
    ['[[eq h = 0.6*(v + h)]] [[eq v = 8]] [[answer h]]', 'solved 12'],
    ['[[eq x = x/2 + 5]] [[answer x]]', 'solved 10'],
    ['[[eq x = 2*x - 7]] [[eq y = x]] [[answer y]]', 'solved 7'],
    ['[[var x]] [[eq x = x + 1]] [[answer x]]', 'contradictory 1'],
    // Both readings hold: an equation, or a new value that happens to be the same.
    ['[[eq a = 2*b]] [[eq a = a + b - 5]] [[answer b]]', 'solved 5, two readings'],
    // The new value of itself leaves everything open: as an equation it does not.
    ['[[eq a = b + 1]] [[eq a = 3*a - 4]] [[answer a]]', 'solved 2, two readings'],
  ])('%s is %s', (text, expected) => {
    expect(withLint(text)).toBe(expected);
  });

  it.each([
    // Without its own value in it: an equation like every other.
    ['[[eq a = 5]] [[eq a = 5]] [[answer a]]', 'solved 5, two readings'],
    ['[[eq a = 5]] [[eq a = 10/2]] [[answer a]]', 'solved 5, two readings'],
    ['[[eq a = 2*b]] [[eq a = b + 3]] [[answer b]]', 'solved 3'],
    ['[[eq a = 2*b]] [[eq a = b + 3]] [[eq b = 3]] [[answer a]]', 'solved 6, two readings'],
    // Contradictory, though as two values one after the other they are not.
    ['[[eq a = 5]] [[eq a = 6]] [[answer a]]', 'contradictory 0, 1, two readings'],
    ['[[eq a = 7]] [[eq b = 15*a]] [[eq a = 9]] [[answer b]]', 'contradictory 0, 2, two readings'],
    // Contradictory either way.
    ['[[eq a = 5]] [[eq a = 6]] [[eq b = 1]] [[eq b + 1 = 1]] [[answer a]]', 'contradictory 0, 1'],
  ])('%s is %s', (text, expected) => {
    expect(withLint(text)).toBe(expected);
  });

  it('names it as it was written', () => {
    expect(exactly('[[eq a = b]] [[eq a = a + c]] [[answer a]]')).toBe('underdetermined a, b, c');
    expect(solve('[[eq a = 5]] [[eq a = a + 5]] [[answer a]]')).toMatchObject({
      answers: [{ name: 'a', value: 10, exact: '10' }],
      steps: ['a = 5', "a' = 10"],
    });
  });

  it('gives each version the domain of the name', () => {
    expect(exactly('[[var a count]] [[eq a = 5/2]] [[eq a = a*2]] [[answer a]]')).toBe('contradictory 0, 1');
    expect(exactly('[[var a]] [[eq a = 5/2]] [[eq a = a*2]] [[answer a]]')).toBe('solved 5');
  });
});
