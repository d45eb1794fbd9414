import fc from 'fast-check';
import { majority, majorityBy, sameAnswer, sameAnswers } from '../../../methods/grading/agreement.ts';
import type { Answered } from '../../../methods/grading/grade.ts';

const exact = (text: string, value: number): Answered => ({ value, exact: text });

describe('the same answer', () => {
  it('is equal where both are known exactly, near where they are not', () => {
    expect(sameAnswer(exact('10/3', 10 / 3), exact('20/6', 10 / 3))).toBe(true);
    expect(sameAnswer(exact('10/3', 10 / 3), exact('33333/10000', 3.3333))).toBe(false);
    expect(sameAnswer(exact('10/3', 10 / 3), { value: 3.3333 })).toBe(true);
    expect(sameAnswer({ value: 3.33 }, { value: 10 / 3 })).toBe(false);
    expect(sameAnswer({ value: 0.2 }, { value: 20, percent: true })).toBe(false);
    expect(sameAnswer({ value: NaN }, { value: NaN })).toBe(false);
  });

  it('is symmetric', () => {
    const answered = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()).map(([k, isExact]): Answered => {
      const value = 1 + k * 0.0004;
      return isExact ? { value, exact: `${10_000 + 4 * k}/10000` } : { value };
    });
    fc.assert(fc.property(answered, answered, (a, b) => sameAnswer(a, b) === sameAnswer(b, a)));
  });

  it('of several is the same multiset', () => {
    const [three, five] = [{ value: 3 }, { value: 5 }];
    expect(sameAnswers([three, five], [five, three])).toBe(true);
    expect(sameAnswers([three, three], [three, five])).toBe(false);
    expect(sameAnswers([three], [three, three])).toBe(false);
  });
});

describe('the majority', () => {
  const votes = (...values: (number | null)[]): (Answered | null)[] =>
    values.map((value) => (value === null ? null : { value }));

  it('counts answers, not silence', () => {
    expect(majority(votes(null, 5, null, 3, 5, null))).toEqual({
      answer: { value: 5 },
      index: 1,
      votes: 2,
      voters: 3,
    });
    expect(majority(votes(null, null))).toBeUndefined();
    expect(majority([])).toBeUndefined();
  });

  it('is the earliest of equally many', () => {
    expect(majority(votes(3, 5, 5, 3))).toMatchObject({ answer: { value: 3 }, votes: 2, voters: 4 });
    expect(majority(votes(7, 5, 3))).toMatchObject({ answer: { value: 7 }, votes: 1 });
  });

  it('keeps the answer as its first voter gave it', () => {
    const answers = [{ value: 3.3333 }, exact('10/3', 10 / 3)];
    expect(majority(answers)).toMatchObject({ answer: { value: 3.3333 }, votes: 2 });
  });

  it('has at least as many votes as any value has', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { maxLength: 20 }), (answers) => {
        const most = majorityBy(answers, (a, b) => a === b);
        const given = answers.filter((answer) => answer !== null);
        expect(most?.voters ?? 0).toBe(given.length);
        if (most === undefined) return;
        const count = (value: number): number => given.filter((answer) => answer === value).length;
        expect(most.votes).toBe(count(most.answer));
        for (const value of given) {
          expect(count(value)).toBeLessThanOrEqual(most.votes);
          if (count(value) === most.votes)
            expect(answers.indexOf(value)).toBeGreaterThanOrEqual(answers.indexOf(most.answer));
        }
        expect(most.index).toBe(answers.indexOf(most.answer));
      }),
    );
  });
});
