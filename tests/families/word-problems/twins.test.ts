/** Twins: other numbers, the same problem, an answer that this test works out by itself. */
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../../families/word-problems/problems/problem.ts';
import { readProblems } from '../../../families/word-problems/problems/read.ts';
import { twinsOf } from '../../../families/word-problems/problems/twins.ts';
import { toNumber } from '../../../methods/equations/rational.ts';
import { linesOf } from './small-problems.ts';

function problem(question: string, answer: number | string, source: object): Problem {
  const [read] = readProblems(linesOf([{ id: 'p', question, answer, ...source }]), { file: 'p.jsonl' });
  if (read === undefined) throw new Error('no problem');
  return read;
}

function numbersOf(text: string): number[] {
  return (text.match(/\d[\d,]*(?:\.\d+)?/g) ?? []).map((numeral) => Number(numeral.replaceAll(',', '')));
}

function goldOf({ gold }: Problem): number[] {
  return gold.map(({ value }) => toNumber(value));
}

/** Of one operation, by this test's own arithmetic. */
const OPERATIONS = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
} as const;
type Operation = keyof typeof OPERATIONS;
const operations = Object.keys(OPERATIONS) as Operation[];

/** SVAMP's way to write an equation, worked out apart from our solver. */
function worked(equation: string): number {
  const [, a, sign, b] = /^\[\[answer \( ([\d.]+) ([-+*/]) ([\d.]+) \)\]\]$/.exec(equation) ?? [];
  if (a === undefined || b === undefined || sign === undefined) throw new Error(equation);
  return OPERATIONS[sign as Operation](Number(a), Number(b));
}

describe('a twin of a problem of one operation', () => {
  const pairs = fc.tuple(
    fc.constantFrom(...operations),
    fc.integer({ min: 2, max: 400 }),
    fc.integer({ min: 2, max: 400 }),
    fc.integer({ min: 1, max: 9_999 }),
  );

  it('has other numbers in question and equation, of the same kind, and the answer that they give', () => {
    let made = 0;
    fc.assert(
      fc.property(pairs, ([sign, one, b, seed]) => {
        const a = sign === '/' ? one * b : one;
        fc.pre(a !== b && OPERATIONS[sign](a, b) >= 0);
        const original = problem(`Ann has ${a} pens, Bo has ${b} caps. What now?`, OPERATIONS[sign](a, b), {
          equation: `( ${a}.0 ${sign} ${b}.0 )`,
        });
        const twins = twinsOf(original, 2, seed);
        made += twins.length;
        twins.forEach((twin, index) => {
          expect([twin.id, twin.twinOf, twin.equation]).toEqual([`p~${index + 1}`, 'p', null]);
          const numbers = numbersOf(twin.question);
          expect(twin.question.replaceAll(/\d+/g, '#')).toBe('Ann has # pens, Bo has # caps. What now?');
          expect(twin.question).not.toBe(original.question);
          expect(numbersOf(twin.statements ?? '')).toEqual(numbers);
          expect(goldOf(twin)).toEqual([worked(twin.statements ?? '')]);
          expect(Number.isInteger(goldOf(twin)[0])).toBe(true);
          [a, b].forEach((before, at) => {
            expect(numbers[at]).toBeGreaterThanOrEqual(Math.max(2, Math.floor(before * 0.6)));
            expect(numbers[at]).toBeLessThanOrEqual(Math.ceil(before * 1.5) + 1);
          });
        });
        expect(new Set(twins.map(({ question }) => question)).size).toBe(twins.length);
        expect(twinsOf(original, 2, seed)).toEqual(twins);
      }),
      { numRuns: 300 },
    );
    expect(made).toBeGreaterThan(300);
  });

  it('depends on the seed and on the id, and the first is the same however many are asked for', () => {
    const original = problem('Ann has 140 pens and buys 90 more. How many?', 230, { equation: '140 + 90' });
    const seeds = [1, 2, 3, 4, 5, 6].map((seed) => twinsOf(original, 1, seed)[0]?.question);
    expect(new Set(seeds).size).toBeGreaterThan(3);
    expect(twinsOf(original, 5, 1).slice(0, 1)).toEqual(twinsOf(original, 1, 1));
    expect(twinsOf({ ...original, id: 'q' }, 1, 1)[0]?.question).not.toBe(seeds[0]);
  });
});

describe('the kind of a number stays', () => {
  const twin = (question: string, answer: string, equation: string): Problem => {
    const [made] = twinsOf(problem(question, answer, { equation }), 1, 1);
    if (made === undefined) throw new Error('no twin');
    return made;
  };

  it('decimals keep their decimals, and so does the answer', () => {
    const made = twin('A rope of 7.25 m is cut by 1.50 m. How long is it?', '5.75', '7.25 - 1.50');
    expect(made.question).toMatch(/^A rope of \d+\.\d\d m is cut by \d\.\d\d m\./);
    expect(made.gold[0]?.decimals).toBe(2);
    const [a = 0, b = 0] = numbersOf(made.question);
    expect(goldOf(made)[0]).toBeCloseTo(a - b, 9);
  });

  it('thousands keep their commas in the question, and have none in the statement', () => {
    const made = twin('A town of 12,400 people grows by 1,300. How many now?', '13,700', '12400 + 1300');
    expect(made.question).toMatch(/^A town of \d{1,2},\d{3} people grows by (?:\d,)?\d{3}\./);
    expect(made.statements).not.toContain(',');
    expect(goldOf(made)).toEqual([numbersOf(made.question).reduce((a, b) => a + b, 0)]);
  });

  it('a percentage stays below 100, and a negative answer negative', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const original = problem('Of 400 seats 75% are taken. How many?', 300, { equation: '400 * 75%' });
      for (const made of twinsOf(original, 1, seed)) {
        const [seats = 0, percent = 0] = numbersOf(made.question);
        expect(percent).toBeLessThan(100);
        expect(goldOf(made)[0]).toBeCloseTo((seats * percent) / 100, 9);
      }
      const cold = problem('It is 5 degrees and falls by 12 degrees. How cold?', -7, { equation: '5 - 12' });
      for (const made of twinsOf(cold, 1, seed)) expect(goldOf(made)[0]).toBeLessThan(0);
    }
  });

  it('several answers stay as many', () => {
    const statements = '[[eq a + b = 40]] [[eq a - b = 10]] [[answer a]] [[answer b]]';
    const original = problem('Two numbers sum to 40 and differ by 10. Which?', '25; 15', { statements });
    const [made] = twinsOf(original, 1, 2);
    const [sum = 0, difference = 0] = numbersOf(made?.question ?? '');
    expect(made && goldOf(made)).toEqual([(sum + difference) / 2, (sum - difference) / 2]);
  });
});

describe('there is no twin', () => {
  it.each([
    ['of a wrong label', 'Ann has 140 pens and buys 90 more. How many?', 231, { equation: '140 + 90' }],
    [
      'where a number stands twice in the question',
      'Ann has 14 pens, Bo 14 caps. How many?',
      28,
      { equation: '14 * 2' },
    ],
    [
      'where it stands twice in the equation',
      'A square has a side of 14. What is its area?',
      196,
      { equation: '14 * 14' },
    ],
    [
      'where no number is in the question',
      'Ann has a dozen pens and buys six. How many?',
      18,
      { equation: '12 + 6' },
    ],
    ['without statements', 'Ann has 14 pens and buys 9 more. How many?', 23, {}],
    ['of statements that cannot be read', 'Ann has 14 pens. How many?', 14, { statements: '[[eq a = 14]' }],
    [
      'of statements with two answers',
      'What squared is 49?',
      7,
      { statements: '[[eq a^2 = 49]] [[answer a]]' },
    ],
    [
      'of a number that is too long to draw',
      'There are 7,800,000,000 people. How many?',
      '7800000000',
      { equation: '7800000000' },
    ],
    ['of 1', 'There is 1 egg. How many?', 1, { equation: '1' }],
  ])('%s', (_why, question, answer, source) => {
    expect(twinsOf(problem(question, answer, source), 3, 1)).toEqual([]);
  });
});

describe('a number that is also said in words stays', () => {
  it.each([
    ['Ann has 2 bags of 30 nuts and eats twice a day. How many?', '2 * 30', 60],
    ['In 7 boxes are 40 pens for a week. How many?', '7 * 40', 280],
    ['A dozen of boxes: 12 pens cost 300 cents more. How many?', '12 + 300', 312],
  ])('%s', (question, equation, answer) => {
    const kept = Number(/\d+/.exec(equation)?.[0]);
    for (let seed = 1; seed <= 10; seed++)
      for (const twin of twinsOf(problem(question, answer, { equation }), 2, seed)) {
        expect(numbersOf(twin.question)).toContain(kept);
        expect(twin.statements).toContain(String(kept));
      }
    expect(twinsOf(problem(question, answer, { equation }), 1, 1)).toHaveLength(1);
  });

  it('and so do constants that only the statement has', () => {
    const original = problem('Ann reads 35 pages today and twice as many tomorrow. How many?', 105, {
      statements: '[[eq a = 35]] [[eq b = 2 * a]] [[answer a + b]]',
    });
    const [twin] = twinsOf(original, 1, 3);
    const [pages = 0] = numbersOf(twin?.question ?? '');
    expect(pages).not.toBe(35);
    expect(twin && goldOf(twin)).toEqual([3 * pages]);
  });
});

const svamp = join(process.env['HOLDFAST_DATA'] ?? '', 'word-problems/svamp.json');
const there = process.env['HOLDFAST_DATA'] !== undefined && existsSync(svamp);
(there ? it : it.skip)(
  `twins of SVAMP: most problems have one, and its answer is right${there ? '' : ' (skipped: HOLDFAST_DATA has no word-problems/svamp.json)'}`,
  () => {
    const columns = { id: 'ID', question: ['Body', 'Question'], answer: 'Answer', equation: 'Equation' };
    const problems = readProblems(readFileSync(svamp, 'utf8'), { file: 'svamp.json', columns });
    const twins = problems.flatMap((one) => twinsOf(one, 1, 1));
    expect(twins.length).toBeGreaterThan(800);
    const simple = twins.filter(({ statements }) =>
      /^\[\[answer \( [\d.]+ [-+*/] [\d.]+ \)\]\]$/.test(statements ?? ''),
    );
    expect(simple.length).toBeGreaterThan(700);
    const wrong = simple.filter(
      (twin) => Math.abs((goldOf(twin)[0] ?? NaN) - worked(twin.statements ?? '')) > 1e-9,
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  },
);
