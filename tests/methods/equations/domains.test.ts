import { exactly } from './outcome.ts';

describe('domains', () => {
  it.each([
    // count: an integer, at least 0.
    ['[[var x count]] [[eq 2*x = 6]] [[answer x]]', 'solved 3'],
    ['[[var x count]] [[eq x = 0]] [[answer x]]', 'solved 0'],
    ['[[var x count]] [[eq x = -1]] [[answer x]]', 'contradictory 0, 1'],
    ['[[var x count]] [[eq x = 5/2]] [[answer x]]', 'contradictory 0, 1'],
    ['[[var x count]] [[eq (x - 3)*(2*x - 5) = 0]] [[answer x]]', 'filtered 3'],
    ['[[var x count]] [[eq (x - 3)*(x - 5) = 0]] [[answer x]]', 'ambiguous 3, 5'],
    ['[[var x count]] [[eq x^2 = 2]] [[answer x]]', 'contradictory 0, 1'],
    ['[[var x count]] [[eq x + y = 5]] [[eq x - y = 2]] [[answer y]]', 'contradictory 0, 1, 2'],
    // amount: at least 0.
    ['[[var x amount]] [[eq x = 5/2]] [[answer x]]', 'solved 5/2'],
    ['[[var x amount]] [[eq x = 0]] [[answer x]]', 'solved 0'],
    ['[[var x amount]] [[eq x = -5]] [[answer x]]', 'contradictory 0, 1'],
    ['[[var x amount]] [[eq x^2 = 2]] [[answer x]]', 'filtered ~1.4142135623730951'],
    // Any other unit is for people.
    ['[[var x dollars]] [[eq x = -5]] [[answer x]]', 'solved -5'],
    ['[[var x Count]] [[eq x = -5]] [[answer x]]', 'solved -5'],
    ['[[var x counts]] [[eq x = -5/2]] [[answer x]]', 'solved -5/2'],
    ['[[var x years]] [[eq x^2 = 9]] [[answer x]]', 'ambiguous -3, 3'],
    // Never from a guess.
    ['[[var age]] [[eq age^2 = 9]] [[answer age]]', 'ambiguous -3, 3'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });

  it.each([
    ['[[eq x^2 = 9]] [[eq 2*x + 1 > 0]] [[answer x]]', 'filtered 3'],
    ['[[eq x^2 = 9]] [[eq 0 < x]] [[answer x]]', 'filtered 3'],
    ['[[eq x = 5]] [[eq x >= 5]] [[answer x]]', 'solved 5'],
    ['[[eq x = 5]] [[eq x > 5]] [[answer x]]', 'contradictory 0, 1'],
    ['[[eq x = 5]] [[eq x <= 4.999]] [[answer x]]', 'contradictory 0, 1'],
    ['[[eq x^2 = 2]] [[eq x >= sqrt(2)]] [[answer x]]', 'filtered ~1.4142135623730951'],
    ['[[eq x^2 = 2]] [[eq x > sqrt(2)]] [[answer x]]', 'contradictory 0, 1'],
    // What is free has bounds, too.
    ['[[eq x >= 3]] [[eq x < 3]] [[answer x]]', 'contradictory 0, 1'],
    ['[[eq x >= 3]] [[eq -2*x >= -7]] [[answer x]]', 'underdetermined x'],
    ['[[eq x >= 4]] [[eq -2*x >= -7]] [[answer x]]', 'contradictory 0, 1'],
    ['[[eq x > 3]] [[eq x > 5]] [[eq x < 4]] [[answer x]]', 'contradictory 1, 2'],
    ['[[eq x < 3]] [[eq x < 1]] [[eq x > 2]] [[answer x]]', 'contradictory 1, 2'],
    ['[[eq x < 3]] [[eq x <= 3]] [[eq x >= 3]] [[answer x]]', 'contradictory 0, 2'],
    ['[[var x amount]] [[eq x < 0]] [[answer x]]', 'contradictory 0, 1'],
    ['[[eq x + y = 10]] [[eq x > 3]] [[eq y > 8]] [[answer x]]', 'contradictory 0, 1, 2'],
    ['[[eq x + y = 10]] [[eq x + y > 11]] [[answer x]]', 'contradictory 0, 1'],
    ['[[eq x + y = 10]] [[eq x + y > 9]] [[answer x]]', 'underdetermined x, y'],
    ['[[eq x + y > 11]] [[eq x = 3]] [[answer x]]', 'solved 3'],
    ['[[eq x/y > 1]] [[eq y = 0]] [[answer y]]', 'contradictory 0, 1'],
    ['[[eq 3 < 4]] [[eq x = 1]] [[answer x]]', 'solved 1'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });
});
