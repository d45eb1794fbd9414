import fc from 'fast-check';
import { parseRational, toNumber } from '../../../methods/equations/rational.ts';
import { type Gold, parseGold } from '../../../methods/grading/gold.ts';
import { type Answered, grade } from '../../../methods/grading/grade.ts';

/** `7/2` is known exactly, a number is not. */
function answer(given: number | string): Answered {
  if (typeof given === 'number') return { value: given };
  const value = parseRational(given);
  if (value === undefined) throw new Error(`no number: ${given}`);
  return { value: toNumber(value), exact: given };
}

function golds(...texts: readonly string[]): Gold[] {
  return texts.map((text) => {
    const gold = parseGold(text);
    if (gold === undefined) throw new Error(`no gold: ${text}`);
    return gold;
  });
}

/** `pet`: right as published, exactly, tolerantly; `s`: scale miss; `-`: neither. */
function graded(given: readonly (number | string)[], ...gold: readonly string[]): string {
  const { published, exact, tolerant, scaleMiss } = grade(given.map(answer), golds(...gold));
  return `${published ? 'p' : ''}${exact ? 'e' : ''}${tolerant ? 't' : ''}${scaleMiss ? 's' : ''}` || '-';
}

describe('one answer', () => {
  it.each<[given: number | string, gold: string, grades: string]>([
    ['6', '6', 'pet'],
    [6, '6', 'pet'],
    ['7/2', '3.5', 'pet'],
    [3.5, '7/2', 'pet'],
    [0.1, '0.1', 'pet'],
    ['-5', '\u22125', 'pet'],
    [1e21, '1,000,000,000,000,000,000,000', 'pet'],
    // Near, by the literature's rule only.
    [6.0009, '6', 'p'],
    ['60009/10000', '6', 'p'],
    [6.001, '6', '-'],
    ['6001/1000', '6', '-'],
    // Half a unit of the last decimal, on either side, the half included.
    ['28/3', '9.33', 't'],
    ['9.335', '9.33', 't'],
    ['9.325', '9.33', 't'],
    ['9.3351', '9.33', '-'],
    ['9.3', '9.33', '-'],
    ['5.44', '5.4', 't'],
    ['2.5004', '2.50', 'pt'],
    // Integers exactly, however they are written.
    ['51.04', '51.0', '-'],
    ['28.4', '28', '-'],
    // What doubles leave is not held against an answer that is known as a double only.
    [29.999999999999996, '30', 'pt'],
    [0.30000000000000004, '3/10', 'pt'],
    [1 / 3, '1/3', 'pt'],
    ['3333333333333333/10000000000000000', '1/3', 'p'],
    ['1/3', '1/3', 'pet'],
    [0.33, '1/3', '-'],
    [NaN, '6', '-'],
    [Infinity, '6', '-'],
  ])('%p for %p: %s', (given, gold, expected) => expect(graded([given], gold)).toBe(expected));

  it('is no answer where there is none, or where there are several candidates', () => {
    expect(graded([], '3')).toBe('-');
    expect(graded(['-3', '3'], '3')).toBe('-');
  });
});

describe('a scale miss', () => {
  it.each<[given: number | string, gold: string, grades: string]>([
    ['1/5', '20', 's'],
    ['1/5', '20%', 's'],
    [0.2, '20', 's'],
    ['20', '0.2', 's'],
    [0.07, '7', 's'],
    [700, '7', 's'],
    ['-0.27', '-27', 's'],
    // 33.33 for 33.3 is tolerated, and so it is at another scale.
    [0.3333, '33.3', 's'],
    [0.33, '33.3', '-'],
    ['0.2001', '20', '-'],
    [2, '20', '-'],
    [-0.2, '20', '-'],
    ['0', '0', 'pet'],
    ['100', '1', 's'],
  ])('%p for %p: %s', (given, gold, expected) => expect(graded([given], gold)).toBe(expected));

  it('does not hang on percent signs: the number as written counts', () => {
    expect(grade([{ value: 20, exact: '20', percent: true }], golds('20'))).toMatchObject({ exact: true });
    expect(grade([{ value: 20, percent: true }], golds('0.2'))).toMatchObject({
      published: false,
      exact: false,
      tolerant: false,
      scaleMiss: true,
    });
  });

  it('is never right, in either direction', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.boolean(), (units, up) => {
        const given = up ? `${units * 100}` : `${units}/100`;
        expect(graded([given], String(units))).toBe('s');
      }),
    );
  });
});

describe('several answers', () => {
  it('come in any order', () => {
    expect(graded(['3', '5'], '5', '3')).toBe('pet');
    expect(graded(['3', '3'], '3', '5')).toBe('-');
    expect(graded(['3', '5', '5'], '3', '5', '3')).toBe('-');
  });

  it('must be as many', () => {
    expect(graded(['3'], '3', '5')).toBe('-');
    expect(graded(['3', '5', '7'], '3', '5')).toBe('-');
  });

  it('are paired off where greed would fail: 1.04 must leave 1.0 to 0.96', () => {
    expect(graded(['1.04', '0.96'], '1.01', '0.96')).toBe('-');
    expect(graded([2.0005, 1.9995], '2', '2.0012')).toBe('p');
    expect(graded([1.9995, 2.0005], '2', '2.0012')).toBe('p');
    expect(graded([1.9995, 2.0005], '2.0012', '2')).toBe('p');
  });

  it('miss the scale where some do and the others are right', () => {
    expect(graded(['50', '1/5'], '20', '50')).toBe('s');
    expect(graded(['51', '1/5'], '20', '50')).toBe('-');
  });

  it('do not hang on the order of either side', () => {
    const list = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(list, fc.infiniteStream(fc.nat()), (values, keys) => {
        const shuffled = values
          .map((value) => ({ value, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ value }) => value);
        expect(graded(shuffled.map(String), ...values.map(String))).toBe('pet');
        const [first = 0, ...rest] = shuffled;
        expect(graded([String(first + 7), ...rest.map(String)], ...values.map(String))).toBe('-');
      }),
    );
  });
});

describe('the three standards', () => {
  const number = fc.integer({ min: -5000, max: 5000 });

  it('an exact answer is right by all of them; a scale miss by none', () => {
    fc.assert(
      fc.property(number, number, fc.integer({ min: 0, max: 3 }), (given, gold, decimals) => {
        const text = (gold / 10 ** decimals).toFixed(decimals);
        const grades = grade([answer(`${given}/${10 ** decimals}`)], golds(text));
        if (grades.exact) expect(grades).toMatchObject({ published: true, tolerant: true });
        expect(grades.exact).toBe(given === gold);
        if (grades.scaleMiss) expect([grades.published, grades.exact, grades.tolerant]).not.toContain(true);
      }),
    );
  });
});
