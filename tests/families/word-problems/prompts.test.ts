/** The worked examples: right in every form, and in no data set. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Programs } from '../../../activities/programs.ts';
import { printedAnswers, statedAnswers } from '../../../families/word-problems/methods/read-answers.ts';
import { EIGHT_EXAMPLES } from '../../../families/word-problems/prompts/five-more.ts';
import { TASKS } from '../../../families/word-problems/prompts/tasks.ts';
import { THREE_EXAMPLES } from '../../../families/word-problems/prompts/three-examples.ts';
import { solve } from '../../../methods/equations/solve.ts';
import { DEFAULT_LIMITS } from '../../services/sandbox/limits.ts';
import { MISSING } from '../../services/sandbox/there.ts';

const named = EIGHT_EXAMPLES.map((example) => [example.question.slice(0, 40), example] as const);
const full = THREE_EXAMPLES.map((example) => [example.question.slice(0, 40), example] as const);

describe('the statements of a worked example', () => {
  it.each(named)('%s... solve to its answer, without lint', (_name, { question, answer, declarative }) => {
    expect(solve(declarative, { question })).toMatchObject({
      status: 'solved',
      answers: [{ exact: String(answer) }],
      lint: [],
      unused: [],
    });
  });

  it.each(full)('%s... in one step too', (_name, { question, answer, oneStep }) => {
    const solution = solve(oneStep, { question });
    expect(solution).toMatchObject({ status: 'solved', answers: [{ exact: String(answer) }], unused: [] });
    expect(oneStep.replaceAll(/\[\[[^\]]*\]\]/g, '').trim()).toBe('');
  });

  it('stand one in each sentence, as the first principle says', () => {
    for (const { declarative } of EIGHT_EXAMPLES)
      for (const sentence of declarative.split('\n')) expect(sentence.match(/\[\[/g)).toHaveLength(1);
  });
});

it.each(named)('the chain of thought of %s... is read as its answer', (_name, { answer, chain }) => {
  expect(statedAnswers(chain).answers).toMatchObject([{ value: answer }]);
  for (const [, left = '', right] of chain.matchAll(/(\d[\d +*/%.-]*) = (\d+)/g)) {
    if (!left.includes('%')) expect(arithmetic(left)).toBeCloseTo(Number(right), 9);
  }
});

/** Products first, then sums: this test's own, for numbers and + - * / with spaces between. */
function arithmetic(text: string): number {
  const terms = text.trim().split(/ (?=[+-] )/);
  return terms.reduce((sum, term) => {
    const [, sign = '+', product = ''] = /^(?:([+-]) )?(.*)$/.exec(term) ?? [];
    const [first = '', ...rest] = product.split(/ (?=[*/] )/);
    const value = rest.reduce(
      (so, factor) => (factor.startsWith('*') ? so * Number(factor.slice(2)) : so / Number(factor.slice(2))),
      Number(first),
    );
    return sign === '-' ? sum - value : sum + value;
  }, 0);
}

const python = MISSING === undefined ? describe : describe.skip;
python(`the program of a worked example${MISSING === undefined ? '' : ` (skipped: ${MISSING})`}`, () => {
  const programs = new Programs();
  afterAll(() => programs.close());

  it.each(full)('%s... prints its answer', async (_name, { answer, program }) => {
    const { run } = await programs.run(
      { language: 'python', program, limits: DEFAULT_LIMITS },
      AbortSignal.timeout(30_000),
    );
    expect(run).toMatchObject({ status: 'ended', exitCode: 0, stderr: '' });
    expect(printedAnswers(run.status === 'ended' ? run.stdout : '').answers).toMatchObject([
      { value: answer },
    ]);
  });
});

describe('worked examples are of no test set', () => {
  /** Letters and words only: another name or number makes no other problem of it. */
  const words = (text: string): Set<string> => new Set(text.toLowerCase().match(/[a-z]{3,}/g) ?? []);
  const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
    a.intersection(b).size / a.union(b).size;
  const nearest = (questions: readonly string[]): number => {
    const known = questions.map(words);
    return Math.max(
      ...EIGHT_EXAMPLES.flatMap(({ question }) => known.map((one) => likeness(words(question), one))),
    );
  };

  it('nor of the example problems', () => {
    const file = new URL('../../../experiments/word-problems/problems.jsonl', import.meta.url);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const questions = lines.map((line) => (JSON.parse(line) as { question: string }).question);
    expect(questions.length).toBeGreaterThan(30);
    expect(nearest(questions)).toBeLessThan(0.6);
    expect(nearest([EIGHT_EXAMPLES[0]?.question.replace('Nadia', 'Ann') ?? ''])).toBeGreaterThan(0.8);
  });

  for (const name of ['gsm8k-test.jsonl', 'svamp.json', 'algebra222.csv']) {
    const file = join(process.env['HOLDFAST_DATA'] ?? '', 'word-problems', name);
    const there = process.env['HOLDFAST_DATA'] !== undefined && existsSync(file);
    (there ? it : it.skip)(`${name}${there ? '' : ' (skipped: HOLDFAST_DATA does not have it)'}`, () => {
      const text = readFileSync(file, 'utf8');
      const questions = name.endsWith('.json')
        ? (JSON.parse(text) as { Body: string; Question: string }[]).map(
            ({ Body, Question }) => `${Body} ${Question}`,
          )
        : text.trim().split('\n');
      expect(questions.length).toBeGreaterThan(200);
      expect(nearest(questions)).toBeLessThan(0.6);
    });
  }
});

it('tasks name the statements that the solver knows, and hold no number but those of the rules', () => {
  for (const task of [TASKS.declarative, TASKS.declarativeWithPrinciples, TASKS.oneStep])
    for (const statement of ['[[var x]]', '[[eq LEFT = RIGHT]]', '[[answer x]]'])
      expect(task).toContain(statement);
  expect(TASKS.declarativeWithPrinciples.startsWith(TASKS.declarative)).toBe(true);
  expect(TASKS.declarativeWithPrinciples.match(/^\d\./gm)).toEqual(['1.', '2.', '3.', '4.', '5.']);
});
