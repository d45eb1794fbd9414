import { solve } from '../../../methods/equations/solve.ts';

function lint(text: string, question?: string): string {
  return solve(text, question === undefined ? {} : { question }).lint.join(', ');
}
function unused(text: string, question?: string): readonly string[] {
  return solve(text, question === undefined ? {} : { question }).unused;
}

describe('lint', () => {
  it.each([
    ['[[var a]]. [[eq a = 5]]. [[answer a]].', ''],
    ['[[eq a = 5]]. [[answer a]].', 'undefined-name'],
    ['[[var a]]. [[eq a = 5]]. [[answer b]].', 'undefined-name'],
    ['[[var a]]. [[eq a > b]]. [[eq a = 1]]. [[answer a]].', 'undefined-name'],
    // Introduced later is introduced.
    ['[[eq a = 5]]. [[var a]]. [[answer a]].', ''],
    ['[[var a]]. [[var a]]. [[eq a = 5]]. [[answer a]].', 'duplicate-definition'],
    ['[[var a]]. [[eq a = 5]]. [[eq a = 4 + 1]]. [[answer a]].', 'duplicate-definition, two-readings'],
    ['[[var a]]. [[eq a = 5]]. [[eq a = a + 1]]. [[answer a]].', 'duplicate-definition'],
    ['[[var a]]. [[eq a = a/2 + 1]]. [[answer a]].', ''],
    ['[[var a]]. [[eq a = 5]]. [[eq 2*a = 10]]. [[answer a]].', ''],
    ['[[var a]]. [[answer a]]. [[eq a = 5]].', 'goal-not-last'],
    ['[[answer a]]. [[var a]]. [[eq a = 5]].', 'goal-not-last'],
    ['[[var a]]. [[eq a = 5]]. [[answer a]]. [[answer 2*a]].', ''],
    ['[[var a]]. [[eq a = a]]. [[eq a = 5]]. [[answer a]].', 'tautology'],
    ['[[var a]]. [[eq (a) + 1 = a + 1]]. [[eq a = 5]]. [[answer a]].', 'tautology'],
    ['[[var a]]. [[eq a <= a]]. [[eq a = 5]]. [[answer a]].', ''],
    ['[[var a]]. [[eq a = 5]]. [[eq a = a]]. [[answer a]].', 'tautology'],
    ['[[var a]] [[eq a = 5]]. [[answer a]].', 'several-statements'],
    ['[[var a]], and [[eq a = 5]]. [[answer a]].', 'several-statements'],
    ['[[var a]] 1.5 [[eq a = 1.5]]! [[answer a]]?', 'several-statements'],
    ['[[var a]]\n[[eq a = 5]]? [[answer a]]', ''],
    ['[[var a]]. [[eq a = round(5/2)]]. [[answer a]].', 'rounding-differs'],
    ['[[var a]]. [[eq a = 5]]. [[answer round(a/2)]].', 'rounding-differs'],
    ['[[var a]]. [[eq a = 5]]. [[answer 1 + round(a/2)]].', 'rounding-differs'],
    ['[[var a]]. [[eq a = 7]]. [[answer round(a/2)]].', ''],
    ['[[var a]]. [[eq a = 5]]. [[answer round(a/3)]].', ''],
    ['[[var a]]. [[eq a = 5]]. [[answer floor(a/2)]].', ''],
    ['[[var a]]. [[eq a = -5]]. [[answer round(a/2)]].', ''],
    ['[[var a]]. [[eq a = -3]]. [[answer round(a/2)]].', 'rounding-differs'],
  ])('of %s is %j', (text, expected) => {
    expect(lint(text)).toBe(expected);
  });

  it('comes in one order', () => {
    expect(lint('[[answer a]] 7 [[eq a = 5]] [[eq a = a]] [[eq a = 4 + 1]]')).toBe(
      'undefined-name, unused-number, duplicate-definition, goal-not-last, tautology, several-statements, two-readings',
    );
  });
});

describe('unused numbers', () => {
  it.each([
    ['Tom has 3 apples and 4 pears. [[eq a = 3]] [[answer a]]', ['4']],
    ['Tom has 3 apples and 4 pears. [[eq a = 3 + 4]] [[answer a]]', []],
    ['1,000 of 5.0 and .5 [[eq a = 1000*5*0.5]] [[answer a]]', []],
    ['It costs $1,000.50. [[answer 5]]', ['1,000.50']],
    ['20% off [[answer 0.2]]', []],
    ['20% off [[answer 20]]', []],
    ['20% off [[answer 20%]]', []],
    ['20% off [[answer 1]]', ['20%']],
    ['20 percent off [[answer 0.2]]', []],
    ['20 percent off [[answer 1]]', ['20']],
    ['20 off [[answer 0.2]]', ['20']],
    ['20 off [[answer 20%]]', []],
    ['1/2 of it [[answer 0.5]]', []],
    ['1/2 of it [[answer 1/2]]', []],
    ['3/4 of it [[answer 3 - 4]]', []],
    ['3/4 of it [[answer 3]]', ['3/4']],
    ['½ of 2¾ [[answer 0.5]]', ['2¾']],
    ['3.5 [[answer 7/2]]', []],
    ['8 [[answer 2^3]]', []],
    ['3 [[answer x^3]]', []],
    ['7 [[eq a = -7]] [[answer a]]', []],
    ['9 [[eq a < 9]] [[eq a = 1]] [[answer a]]', []],
    // Not numerals: parts of words, and ordinals.
    ['the 1st, 2nd, 3rd and 11th of B12 and x_5 [[answer 1]]', []],
    ['4 thousand 5stones [[answer 1]]', ['4', '5']],
    // Each once, in order.
    ['9 and 8 and 9 [[answer 1]]', ['9', '8']],
    // What stands in the brackets is no text.
    ['[[var x count]] [[eq x = 5]] [[answer x]]', []],
    ['1/0 [[answer 5]]', ['1', '0']],
    [`${'9'.repeat(41)} [[answer 5]]`, ['9'.repeat(41)]],
  ])('of %s are %j', (text, expected) => {
    expect(unused(text)).toEqual(expected);
  });

  it('are those of the question where there is one', () => {
    expect(unused('I see 7. [[eq a = 3]] [[answer a]]', 'Tom has 3 and 4.')).toEqual(['4']);
    expect(unused('I see 7. [[eq a = 3]] [[answer a]]', '')).toEqual([]);
    expect(unused('[[eq a = ]]', 'Tom has 3 and 4.')).toEqual(['3', '4']);
    expect(unused('7 [[eq a = ]]')).toEqual([]);
    expect(unused('7 [[eq a = 3]]', 'Tom has 3 and 4.')).toEqual(['4']);
    expect(lint('[[var a]]. [[eq a = 3]]. [[answer a]]', 'Tom has 3 and 4.')).toBe('unused-number');
  });
});
