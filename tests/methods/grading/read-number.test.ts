import { statedNumber } from '../../../methods/grading/read-number.ts';

/** The number; 'unread'; undefined where the text states none. */
function read(text: string): number | 'unread' | undefined {
  const stated = statedNumber(text);
  return stated.kind === 'number' ? stated.answer.value : stated.kind === 'none' ? undefined : 'unread';
}

describe('the number that a text comes to', () => {
  it.each<[text: string, value: number | 'unread' | undefined]>([
    ['He has 3 apples and 4 pears, 7 in all.', 7],
    ['The answer is 1,000.', 1000],
    ['The answer is 5. Check: 2 + 4 = 6, not 5, so 7', 5],
    ['so the answer is $12.50 for 3 of them', 12.5],
    ['**Answer:** 12 in 3 hours', 12],
    ['Final answer: -3 (see step 2)', -3],
    ['The answer to the question of step 2 is 9', 9],
    ['16 - 3 = 13, 13 * 2 = 26\n#### 26', 26],
    ['#### 8\nas I said in step 1', 8],
    ['so $\\boxed{\\frac{7}{2}}$ by step 2', 3.5],
    ['\\boxed{x = 4}', 4],
    ['The answer is 3 + 2 = 5', 5],
    ['The answer is x = 5 and 3 more', 5],
    ['The answer is 15% because 3/20 = 0.15', 15],
    ['The answer is\n\n12 apples', 12],
    // The last of several announcements counts.
    ['The answer is 4? No. The answer is 5.', 5],
    // An announcement of nothing does not hide the number before it.
    ['It is 12. I hope the answer is correct.', 12],
    ['The answer is 5.\n\nQ: Tom has 3 pears.\nA: The answer is 7.', 5],
    ['Question: how many?\nThe answer is 7.', 7],
    ['3 first.\nQ: second\nThe answer is 7.', 7],
    ['nothing', undefined],
    ['', undefined],
    ['3.0\n', 3],
    ['Traceback', undefined],
    // The whole numeral, or nothing.
    ['The answer is 1.234.567,89', 1234567.89],
    ['The answer is 1,5', 1.5],
    ['The answer is 3 \u00d7 10^4', 30000],
    ['The answer is 10^3', 1000],
    ['The answer is 1 000 000', 1_000_000],
    ['The answer is $3 million', 3_000_000],
    ['The answer is 2\\frac{1}{2}', 2.5],
    ['\\boxed{12\\frac{1}{2}}', 12.5],
    ['The answer is - 5', -5],
    ['Answer:\n- 5 apples', 5],
    ['The answer is 7 / 2', 3.5],
    ['The answer is 3\u00bd', 3.5],
    ['The area of the garden is 24 m^2.', 24],
    ['So the volume is 60 cm^{3}.', 60],
    // A part of something longer is no answer, and the number before the announcement is none either.
    ['It starts at 8. The answer is 10:30', 'unread'],
    ['It takes 3. The answer is \u221a2', 'unread'],
    ['The answer is 5-7', 'unread'],
    ['The answer is 7 years and 6 months', 'unread'],
    ['The answer is 2 dollars, and 5 cents', 'unread'],
    ['\\boxed{\\sqrt{16}}', 'unread'],
    ['so it takes 5 to 7 days', 'unread'],
    ['The answers are 3 and 5.', 'unread'],
    ['The answers are both 3.', 3],
    // In words.
    ['3 boxes of 4. The answer is twelve.', 12],
    ['The answer is twenty-one apples', 21],
    ['3 boxes. The answer is one hundred and five', 'unread'],
    // An announcement that reasons first.
    ['Answer: She has 3 boxes of 4 apples, so 3 * 4 = 12 apples.', 12],
    ['**Answer:** Since 20% of 50 is 10, the tip is $10.', 10],
    ['The answer is the sum of 3 and 4, which is 7.', 7],
    ['Answer: Tom had 9.\nHe gave 2 away, so 9 - 2 = 7 are left.\n\nStep 5 was the hard one.', 7],
    ['The answer is about 12 miles in 3 hours', 12],
    ['The answer is x = 12', 12],
    ['The answer is 9 * $2 = $18 every day for 3 days', 18],
  ])('%p: %p', (text, value) => expect(read(text)).toBe(value));

  it('keeps what is known of it', () => {
    const answers = ['The answer is 20%.', '7/2', '0.1'].map((text) => statedNumber(text));
    expect(answers).toEqual([
      { kind: 'number', answer: { value: 20, exact: '20', percent: true } },
      { kind: 'number', answer: { value: 3.5, exact: '7/2' } },
      { kind: 'number', answer: { value: 0.1 } },
    ]);
  });

  it.each([
    'a'.repeat(50_000) + '1'.repeat(50_000),
    '1,'.repeat(50_000),
    '1/'.repeat(50_000),
    '- $'.repeat(30_000),
    'answer is '.repeat(20_000),
    'answer to '.repeat(20_000),
    '####'.repeat(20_000),
    '#### \n'.repeat(20_000),
    '\\boxed{'.repeat(10_000),
    '\\frac{'.repeat(10_000),
    '\nQ'.repeat(20_000),
    '='.repeat(50_000),
    '1 000 '.repeat(30_000),
    '1.000,'.repeat(30_000),
    '1*'.repeat(50_000),
    '5-'.repeat(50_000),
    'f(1, '.repeat(30_000),
    '1^'.repeat(50_000),
    '10^3 \u00d7 '.repeat(20_000),
    'The answer is one '.repeat(10_000),
  ])('is found in linear time (%#)', (text) => {
    const start = performance.now();
    statedNumber(text);
    statedNumber(`The answer is ${text}`);
    // Quadratic work on 100,000 characters takes tens of seconds.
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
