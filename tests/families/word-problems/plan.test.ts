/** What is said before anything is asked: calls at least and at most against what is really asked, and what is frozen. */
import { firstAsks } from '../../../domain/dialogue.ts';
import { Tools } from '../../../activities/tools/tools.ts';
import { memoKey } from '../../../activities/collect/memo-key.ts';
import { threadsOf } from '../../../families/block.ts';
import type { CallEstimate } from '../../../families/family.ts';
import { promptTokens } from '../../../families/prompt-tokens.ts';
import { wordProblems } from '../../../families/word-problems/family.ts';
import { estimatesOf, frozenPlan, outlook } from '../../../families/word-problems/plan.ts';
import type { WordProblemStudy } from '../../../families/word-problems/study.ts';
import { PROBLEMS_FILE } from '../../../families/word-problems/study.ts';
import { type Answers, converse, linesOf, openSmall, PROBLEMS, specOf } from './small-problems.ts';

const tools = new Tools();
afterAll(() => tools.close());

const declarative = { name: 'd', kind: 'declarative', model: 'm' };
const thought = { name: 'c', kind: 'chain-of-thought', model: 'm' };

function estimates(study: WordProblemStudy): CallEstimate[] {
  return [...estimatesOf(study)];
}

function sums(all: readonly CallEstimate[]): { least: number; most: number; completion: number } {
  const add = (part: (one: CallEstimate) => number): number =>
    all.reduce((sum, one) => sum + one.times * part(one), 0);
  return {
    least: add(({ callsAtLeast }) => callsAtLeast),
    most: add(({ callsAtMost }) => callsAtMost),
    completion: add(({ completionTokensAtMost }) => completionTokensAtMost),
  };
}

/** Calls that nobody has made before, when all cells are asked in order. */
async function paid(study: WordProblemStudy, answers: Answers): Promise<number> {
  const keys = new Set<string>();
  for (const { key } of study.cells) {
    const { asked } = await converse(study, key, answers, tools);
    for (const { request, draw } of asked)
      keys.add(memoKey(request, { kind: 'test' }, { replicate: '', draw }));
  }
  return keys.size;
}

/** With `never`, nothing is ever an answer, and no two are the same. */
const always: Answers = ({ request }) => {
  const text = JSON.stringify(request.prompt);
  return text.includes('[[var x]]') ? '[[answer 23]]' : 'The answer is 23.';
};
const never: Answers = () => '[[var e]] [[answer e]]';

describe('calls', () => {
  const large = { model: 'large', method: 'd' };
  const warm = [
    { name: 'm', endpoint: 'local', model: 'tiny', temperature: 0.5 },
    { name: 'large', endpoint: 'far', model: 'large' },
  ];
  it.each([
    ['one method', { methods: [declarative] }],
    ['repair', { methods: [{ ...declarative, repair: 2 }] }],
    [
      'the same asked twice',
      {
        methods: [
          { ...declarative, repair: 2 },
          { ...declarative, name: 'p', solver: 'paper', repair: 1 },
        ],
      },
    ],
    ['greedy seeds', { methods: [declarative], seeds: [1, 2, 3] }],
    ['replicates', { methods: [{ ...declarative, repair: 1 }], replicates: 3 }],
    ['sampled seeds', { methods: [declarative, thought], seeds: [1, 2], models: warm }],
    ['samples', { methods: [{ name: 's', kind: 'self-consistency', model: 'm', samples: 4 }] }],
    [
      'samples that share',
      {
        methods: [3, 5].map((samples) => ({
          name: `s${samples}`,
          kind: 'self-consistency',
          model: 'm',
          samples,
        })),
        seeds: [1, 2],
      },
    ],
    [
      'a vote',
      { methods: [declarative, thought, { name: 'v', kind: 'vote', of: ['d', 'c'], escalate: large }] },
    ],
    ['written', { methods: [{ name: 'w', kind: 'written' }] }],
  ])('of %s lie between the least and the most', async (_what, changes) => {
    const study = openSmall(changes);
    const { least, most } = sums(estimates(study));
    for (const answers of [always, never]) {
      const calls = await paid(study, answers);
      expect(calls).toBeGreaterThanOrEqual(least);
      expect(calls).toBeLessThanOrEqual(most);
    }
  });

  it('are exact where nothing depends on the answers', () => {
    expect(sums(estimates(openSmall({ methods: [declarative, thought], replicates: 2 })))).toMatchObject({
      least: 8,
      most: 8,
    });
    const shared = [declarative, { ...declarative, name: 'paper', solver: 'paper' }];
    expect(sums(estimates(openSmall({ methods: shared })))).toMatchObject({ least: 2, most: 2 });
    expect(sums(estimates(openSmall({ methods: [declarative], seeds: [1, 2] })))).toMatchObject({
      least: 2,
      most: 2,
    });
  });

  it('have tokens: of the prompt as it is sent, of answers as long as they may be', () => {
    const study = openSmall({ methods: [{ ...declarative, repair: 2, maxTokens: 100 }] });
    const [cell] = study.cells;
    if (cell === undefined) throw new Error('no cell');
    const prompt = firstAsks(study.method(cell).solve(study.asked(cell)))[0]?.request.prompt;
    const [estimate] = estimates(study);
    expect(estimate).toMatchObject({ callsAtLeast: 1, callsAtMost: 3, completionTokensAtMost: 300 });
    expect(estimate?.promptTokens).toBe(prompt && promptTokens(prompt));
  });

  it('of samples that share the first question count the prompt once a call', () => {
    const samples = { kind: 'self-consistency', model: 'm' };
    const study = openSmall({
      methods: [
        { ...samples, name: 'a', samples: 5 },
        { ...samples, name: 'b', samples: 5 },
      ],
    });
    const perCall = estimates(study).map(
      ({ promptTokens: tokens, callsAtLeast }) => tokens / Math.max(1, callsAtLeast),
    );
    expect(perCall.slice(0, 2)).toEqual(perCall.slice(2));
  });
});

describe('the family to the house', () => {
  const methods = [
    declarative,
    { ...declarative, name: 'p', solver: 'paper' },
    { name: 'w', kind: 'written' },
    { name: 'v', kind: 'vote', of: ['d', 'w'], escalate: { model: 'large', method: 'd' } },
  ];
  const study = wordProblems.open(specOf({ methods }), new Map([[PROBLEMS_FILE, linesOf(PROBLEMS)]]));

  it('names tools, models of each cell, and arms', () => {
    expect([...study.tools].sort()).toEqual(['paper', 'solve']);
    const models = study.blocks.flatMap((block) =>
      [...block.threads].map(() => block.models.map(({ model }) => model).join('+')),
    );
    expect(models).toEqual(['tiny', 'tiny', 'tiny', 'tiny', '', '', 'tiny+large', 'tiny+large']);
    expect(study.arms).toEqual(['d', 'p', 'w', 'v']);
    expect([...threadsOf(study.blocks)].every((thread) => thread.length === 1)).toBe(true);
  });
});

describe('plan', () => {
  const study = openSmall({
    methods: [{ ...declarative, repair: 2 }, thought],
    problems: { file: 'problems.jsonl', twins: { per: 2 } },
    seeds: [1, 2],
  });

  it('freezes the figure, the primary method and what is asked', () => {
    expect(frozenPlan(study)).toMatchObject({
      ...{
        primaryMethod: 'd',
        methods: ['d', 'c'],
        problems: 2,
        twins: 4,
        seeds: [1, 2],
        replicates: 1,
        seed: 3,
      },
      estimand: { figure: expect.stringContaining('|predicted - gold| < 0.001') as string },
      sections: null,
    });
  });

  it('says what can be told apart, and the most calls a problem', () => {
    const lines = outlook(study);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^2 problems, 2 runs: no difference between two methods/);
    expect(lines[1]).toMatch(/^4 twins with other numbers/);
    expect(lines[2]).toBe('calls for one problem at most: d 3, c 1');
    const rows = Array.from({ length: 200 }, () => ({ question: 'How many?', answer: 1 }));
    const many = outlook(openSmall({}, linesOf(rows)));
    expect(many[0]).toMatch(/^200 problems, 1 run: a difference of 1\d\.\d points/);
    expect(many).toHaveLength(2);
  });
});
