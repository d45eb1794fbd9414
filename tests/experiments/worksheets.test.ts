/** The example worksheets: every answer by arithmetic of this test's own, and nothing of the post-test in a worksheet. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerNumeral } from '../../families/worksheets/materials/check.ts';
import { readProblems } from '../../families/worksheets/materials/read.ts';
import { solve } from '../../methods/equations/solve.ts';
import { ROOT } from '../../services/home/provenance.ts';

const FOLDER = join(ROOT, 'experiments', 'worksheets', 'materials');
const files = globSync('*.md', { cwd: FOLDER }).sort();
const problemsOf = (file: string): ReturnType<typeof readProblems> =>
  readProblems(readFileSync(join(FOLDER, file), 'utf8'), file);
const worksheets = files.filter((file) => file !== 'post-test.md');

/** Worked out here from the words of each question. */
const POST_TEST: Readonly<Record<string, number>> = {
  Stamps: (1500 - 24 * 50) / (80 - 50),
  'Two ropes': (75 - 11) / 2,
  Boats: (104 - 28 * 3) / (5 - 3),
  'Bread and cheese': (40 * 5 - 34 * 3) / (4 * 5 - 2 * 3),
  Savings: 2 * ((310 + 40) / 3) - 40,
  'Two trains': (210 + 50) / 2,
};

function solved(
  statements: string | null,
  question: string,
): { value: number | undefined; unused: readonly string[] } {
  const solution = solve(statements ?? '', { question });
  const value = 'answers' in solution ? solution.answers[0]?.value : undefined;
  return { value, unused: solution.unused };
}

test('the post-test has statements, and its answers are those of the words', () => {
  for (const { name, question, statements } of problemsOf('post-test.md')) {
    const { value, unused } = solved(statements, question);
    expect({ name, unused }).toEqual({ name, unused: [] });
    expect(value).toBeCloseTo(POST_TEST[name] ?? NaN, 9);
  }
});

test.each(worksheets)(
  '%s: solutions end in what the solver comes to, and statements use every number',
  (file) => {
    for (const problem of problemsOf(file)) {
      const { value, unused } = solved(problem.statements, problem.question);
      expect({ name: problem.name, unused }).toEqual({ name: problem.name, unused: [] });
      expect(answerNumeral(problem)).toBe(String(value));
      expect(problem.paraphrase).not.toBeNull();
    }
  },
);

test.each(worksheets)('%s: a paraphrase has the numbers of its question', (file) => {
  const numbers = (text: string): string[] => (text.match(/\d[\d,]*(?<!,)/g) ?? []).sort();
  for (const { name, question, paraphrase } of problemsOf(file))
    expect({ name, numbers: numbers(paraphrase ?? '') }).toEqual({ name, numbers: numbers(question) });
});

test('no worksheet has a problem with the numbers of a test problem', () => {
  const numbers = (text: string): string => (text.match(/\d+/g) ?? []).sort().join(' ');
  const test = new Set(problemsOf('post-test.md').map(({ question }) => numbers(question)));
  const same = worksheets.flatMap(problemsOf).filter(({ question }) => test.has(numbers(question)));
  expect(same.map(({ name }) => name)).toEqual([]);
});
