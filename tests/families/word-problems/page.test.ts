import fc from 'fast-check';
import type { JsonObject } from '../../../domain/json.ts';
import type { CellResult } from '../../../families/family.ts';
import type { ListedContext } from '../../../families/word-problems/page/context.ts';
import { analyse } from '../../../families/word-problems/analysis/analyse.ts';
import type { GradeResult } from '../../../families/word-problems/analysis/result.ts';
import type { ProblemOutcome } from '../../../families/word-problems/outcome.ts';
import { type ReportedStudy, settledCells, verdictOf } from '../../../families/word-problems/page/cells.ts';
import {
  answersText,
  failedProblems,
  failuresSection,
} from '../../../families/word-problems/page/failures.ts';
import { studyPage } from '../../../families/word-problems/page/page.ts';
import { solverPairs } from '../../../families/word-problems/page/solvers.ts';
import { LONGEST_TEXT } from '../../../families/word-problems/page/text.ts';
import { cutText } from '../../../reports/text.ts';
import { escapeText, html } from '../../../reports/html.ts';
import { DEFAULT_LIMITS } from '../../services/sandbox/limits.ts';
import { HOSTILE_TEXT, HOSTILE_TEXTS } from './hostile.ts';
import { type MadeUp, madeUpStudy } from './made-up-study.ts';

const madeUp = madeUpStudy();
/** Markup without the white space that only lays it out. */
const squeeze = (markup: string): string => markup.replace(/\s+/g, ' ').replace(/ ?([<>]) ?/g, '$1');
const gradeOf = ({ context }: MadeUp): GradeResult => context.results.get('grade') as unknown as GradeResult;
const pageOf = ({ study, context }: MadeUp, changes: Partial<ListedContext> = {}): Promise<string> =>
  studyPage(study, { ...context, ...changes });

/** The same study with other cells, graded anew. */
function withCells({ study, context }: MadeUp, cells: readonly CellResult[]): MadeUp {
  const { result } = analyse(study, 'grade', { cells });
  return { study, context: { ...context, cells, results: new Map([['grade', result]]) } };
}

test('the report has every part, from the verdict down to the provenance', async () => {
  const markup = await pageOf(madeUp);
  const headings = [...markup.matchAll(/<h2 id="[^"]*">([^<]*)<\/h2>/g)].map((match) => match[1]);
  expect(headings).toEqual([
    'Accuracy',
    'Methods against one another',
    'Which answers to trust',
    'What became of the problems',
    'Repair, votes and solvers',
    'Accuracy by section',
    'Twins with other numbers',
    'What it cost',
    'Every failed problem',
    'Conversations',
    'How this was made',
    'For a paper',
    'Spend and provenance',
  ]);
  const text = squeeze(markup);
  for (const part of [
    'At equal calls',
    'p, adjusted',
    'cross-fitted: order from the other 4 of 5 folds',
    'optimistic: order from the same problems',
    'scale miss',
    'Gain of repair',
    'What the votes came to',
    'The exact solver and the released pipeline',
    'attributed, each solved',
    'is nobody’s model',
    'answers were cut off at the token limit',
    'answers were refused',
    './holdfast retry word-problems/made-up/0123456789ab',
  ]) {
    expect(text).toContain(part);
  }
});

test('the verdict says accuracy, interval, number of problems and what they can tell apart', async () => {
  const result = gradeOf(madeUp);
  const share = result.methods[0]?.accuracy.published;
  const sentence = /<div class="verdict">\s*<p>([^<]*)<\/p>/.exec(await pageOf(madeUp))?.[1] ?? '';
  expect(sentence).toContain(
    `“declarative” solves ${((share?.value ?? 0) * 100).toFixed(1)}\u00a0% of ${share?.problems ?? 0} problems`,
  );
  expect(sentence).toContain(`interval ${((share?.interval?.[0] ?? 0) * 100).toFixed(1)} to `);
  expect(sentence).toMatch(/60 problems tell two methods apart that differ by \d+ points/);
});

test('another method is named where it solves more, and hand-written statements never are', async () => {
  const cells = madeUp.context.cells.map((cell): CellResult => {
    if (cell.kind === 'missing' || !cell.key.startsWith('declarative/')) return cell;
    return { ...cell, outcome: { ...cell.outcome, answers: [], status: 'unparsable' } };
  });
  const sentence =
    /<div class="verdict">\s*<p>([^<]*)<\/p>/.exec(await pageOf(withCells(madeUp, cells)))?.[1] ?? '';
  expect(sentence).toMatch(/“declarative” solves 0\.0\u00a0% of \d+ problems/);
  expect(sentence).toContain('The highest of the 8 methods that ask a model is “program”');
});

test('the same study gives the same bytes', async () => {
  expect(await pageOf(madeUp)).toBe(await pageOf(madeUpStudy()));
});

test('every settled cell that is not right is among the failures, with what was written in it', () => {
  const cells = settledCells(madeUp.study, madeUp.context);
  const failed = cells.filter((cell) => verdictOf(cell) !== 'right');
  const markup = html`${failuresSection(gradeOf(madeUp), cells, 'x').body}`.toString();
  expect(failed.length).toBeGreaterThan(100);
  expect(markup.match(/<div class="attempt">/g)).toHaveLength(failed.length);
  for (const { problem } of failed) expect(markup).toContain(`<strong>${problem.id}</strong>`);
  const shown = failedProblems(cells, 'declarative').flatMap((one) => one.failed);
  expect(new Set(shown.map(({ cell }) => cell.key))).toEqual(new Set(failed.map(({ cell }) => cell.key)));
});

test('where not all failed problems fit, the page says how many do, and where the others are', () => {
  const cells = settledCells(madeUp.study, madeUp.context);
  const budget = 40_000;
  const markup = html`${failuresSection(gradeOf(madeUp), cells, 'x/y', budget).body}`.toString();
  const [, shown = '', all = ''] = /(\d+) of (\d+) failed problems are here/.exec(markup) ?? [];
  expect(Number(all)).toBe(failedProblems(cells, 'declarative').length);
  expect(Number(shown)).toBeGreaterThan(0);
  expect(markup.match(/<details class="conversation">/g)).toHaveLength(Number(shown));
  expect(markup).toContain('./holdfast show x/y --cell CELL');
  expect(Buffer.byteLength(markup)).toBeLessThan(budget + 5_000);
});

test('however much models write, the page stays near 10 MB', async () => {
  const { study } = madeUpStudy({ problems: 150, twins: 0 });
  const written = `${'<&"> [[eq a = 1]] '.repeat(2_000)}THE END`;
  const changes = new Map([...study.cells].map(({ key }) => [key, { written, message: written }]));
  const markup = await pageOf(madeUpStudy({ problems: 150, twins: 0, changes }));
  expect(Buffer.byteLength(markup)).toBeLessThan(10_000_000);
  expect(markup).not.toContain('THE END');
  expect(markup).toContain(
    `${(written.length - LONGEST_TEXT).toLocaleString('en')} more characters are not here`,
  );
});

test('what a model, a solver or a file wrote is text and never markup', async () => {
  const { study } = madeUpStudy({ problems: 12, twins: 2 });
  const changes = new Map(
    [...study.cells].map(({ key }) => [
      key,
      { status: 'unparsable' as const, answers: [], written: HOSTILE_TEXT, message: HOSTILE_TEXT },
    ]),
  );
  const made = madeUpStudy({ problems: 12, twins: 2, missing: false, changes });
  const hostile: ReportedStudy = {
    ...made.study,
    problems: made.study.problems.map((problem) => ({
      ...problem,
      question: HOSTILE_TEXT,
      section: HOSTILE_TEXT,
      gold: problem.gold.map((gold) => ({ ...gold, text: HOSTILE_TEXT })),
    })),
    methods: made.study.methods.map((method) => ({ ...method, label: HOSTILE_TEXT })),
  };
  const again = withCells({ study: hostile, context: made.context }, made.context.cells);
  const markup = await pageOf(again, {
    provenance: [{ label: HOSTILE_TEXT, value: HOSTILE_TEXT }],
    frozen: { [HOSTILE_TEXT]: HOSTILE_TEXT },
    conversation: () =>
      Promise.resolve([
        {
          kind: 'program' as const,
          program: { language: 'python' as const, program: HOSTILE_TEXT, limits: DEFAULT_LIMITS },
          environment: { language: 'python' as const, version: HOSTILE_TEXT },
          result: {
            durationMs: 5,
            run: {
              ...{ status: 'ended' as const, exitCode: 1, truncated: false },
              ...{ stdout: HOSTILE_TEXT, stderr: HOSTILE_TEXT },
            },
          },
        },
        {
          kind: 'completion' as const,
          request: { prompt: { kind: 'chat', messages: [{ role: 'user', content: HOSTILE_TEXT }] } },
          identity: { kind: HOSTILE_TEXT },
          completion: {
            text: HOSTILE_TEXT,
            finishReason: 'stop' as const,
            usage: { promptTokens: 1, completionTokens: 1, estimated: false },
            latencyMs: 1,
          },
        },
      ]),
  });
  expect(markup.match(/<script/g)).toHaveLength(1);
  const never = [
    '<img',
    '<b>',
    '<h1>mine',
    '<!--',
    '<![CDATA',
    'href="javascript',
    '\u202e',
    '\u2066',
    '\u001b',
    '\u0000',
  ];
  expect(never.filter((text) => markup.includes(text))).toEqual([]);
  const attributes = [...markup.replace(/>[^<]*</g, '><').matchAll(/ ([a-z-]+)="/g)].map((match) => match[1]);
  expect(attributes.filter((name) => name?.startsWith('on') === true || name === 'src')).toEqual([]);
  expect(HOSTILE_TEXTS.filter((text) => !markup.includes(escapeText(text)))).toEqual([]);
});

test('a study that was not graded has no figures, and says so', async () => {
  const markup = await pageOf(madeUp, { results: new Map() });
  expect(markup).toContain('The answers have not been graded');
  expect(markup).not.toContain('id="accuracy"');
  expect(markup).not.toContain('id="result"');
});

test('with nothing settled the page is made all the same', async () => {
  const none = withCells(madeUp, []);
  const markup = squeeze(await pageOf(none, { partial: true }));
  expect(markup).toContain('No cell of the first method is settled');
  expect(markup).toContain('The experiment was stopped');
  expect(markup).not.toMatch(/NaN|Infinity|undefined/);
});

test('lost cells are counted by method and class, twins among them, and absent where there are none', async () => {
  const cells = madeUp.context.cells.map((cell): CellResult =>
    cell.key.startsWith('program/alg-1~1/') || cell.key.startsWith('program/alg-1/')
      ? { key: cell.key, kind: 'missing', missingClass: 'worker-lost' }
      : cell.kind === 'missing'
        ? { key: cell.key, kind: 'settled', outcome: outcomeWithout }
        : cell,
  );
  const text = squeeze(await pageOf(withCells(madeUp, cells)));
  expect(text).toContain('Missing: 2 cells were lost by the machinery');
  expect(text).toContain('By method: program 2 (worker-lost).');
  expect(squeeze(await pageOf(madeUpStudy({ missing: false })))).not.toContain('lost by the machinery');
});

const outcomeWithout = {
  status: 'no-answer',
  answers: [],
  calls: 1,
  promptTokens: 1,
  completionTokens: 1,
} as unknown as ProblemOutcome;

test('answers that came from a script are labelled as ours, those of others are not', async () => {
  const conversation: ListedContext['conversation'] = async (key) => {
    const held = await madeUp.context.conversation(key);
    return key.startsWith('program/')
      ? held.map((one) => ({ ...one, identity: { kind: 'scripted' as const, model: 'our-answers' } }))
      : held;
  };
  const text = squeeze(await pageOf(madeUp, { conversation }));
  expect(text).toContain('The answers of “program” come from a script that we wrote.');
  expect(squeeze(await pageOf(madeUp))).not.toContain('come from a script');
});

test('a conversation shows a repair’s new message once, and says when a sample was asked the same', async () => {
  const { study, context } = madeUp;
  const key = 'declarative/alg-1/s1r1';
  const cells = context.cells.filter((cell) => cell.key === key);
  const only = withCells({ study, context }, cells);
  const [first] = await context.conversation(key);
  if (first?.kind !== 'completion') throw new Error(key);
  const repaired = await pageOf(only, {
    conversation: () => Promise.resolve([first, { ...first, request: repairOf(first.request) }]),
  });
  expect(repaired.match(/State the problem in double brackets\./g)).toHaveLength(1);
  expect(repaired.match(/p is free\. Say it again\./g)).toHaveLength(1);
  const sampled = await pageOf(only, { conversation: () => Promise.resolve([first, first]) });
  expect(sampled.match(/\(the same again\)/g)).toHaveLength(1);
  // What stands for an answer in a first prompt is an example; an earlier answer that a repair repeats is none.
  expect(repaired).not.toContain('a worked example of ours');
  const shown = await pageOf(only, {
    conversation: () => Promise.resolve([{ ...first, request: repairOf(first.request) }]),
  });
  expect(shown.match(/a worked example of ours/g)).toHaveLength(1);
});

function repairOf(request: JsonObject): typeof request {
  const { prompt } = request as unknown as { prompt: { messages: object[] } };
  const messages = [
    ...prompt.messages,
    { role: 'assistant', content: 'before' },
    { role: 'user', content: 'p is free. Say it again.' },
  ];
  return { ...request, prompt: { kind: 'chat', messages: messages as never } };
}

test('methods that differ in the solver alone are set beside one another', () => {
  expect(solverPairs(madeUp.study.spec)).toEqual([{ exact: 'declarative', paper: 'declarative-paper' }]);
  const [first, second, ...rest] = madeUp.study.spec.methods;
  if (first === undefined || second?.kind !== 'declarative') throw new Error('no pair');
  expect(solverPairs({ ...madeUp.study.spec, methods: [first, { ...second, repair: 0 }, ...rest] })).toEqual(
    [],
  );
});

test('several runs of a problem are told apart', async () => {
  const text = squeeze(await pageOf(madeUpStudy({ problems: 12, twins: 0, seeds: [1, 2] })));
  expect(text).toContain('problems are resampled with all their runs');
  expect(text).toContain(', run 2.1</strong>');
  expect(text).toContain('spread over runs');
});

test('a text is cut between characters, and what is left is counted', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 20 }), (text, longest) => {
      const cut = cutText(text, longest);
      expect(text.startsWith(cut.text)).toBe(true);
      expect(cut.text.length + cut.left).toBe(text.length);
      expect(cut.text.length).toBeLessThanOrEqual(longest);
      expect(cut.text.isWellFormed()).toBe(true);
    }),
  );
});

test('answers are written exactly where they are known exactly', () => {
  expect(answersText([{ value: 3.5, exact: '7/2' }, { value: -1 }, { value: 20, percent: true }])).toBe(
    '7/2 (3.5); -1; 20 %',
  );
  expect(answersText(Array.from({ length: 15 }, (_, value) => ({ value })))).toMatch(/; 11; 3 more$/);
});
