/** What is asked: who asks the same shares an answer, and nothing asks differently because of another method. */
import { firstAsks } from '../../../domain/dialogue.ts';
import { memoKey } from '../../../activities/collect/memo-key.ts';
import { printedAnswers, statedAnswers } from '../../../families/word-problems/methods/read-answers.ts';
import { Tools } from '../../../activities/tools/tools.ts';
import { type Asking, cellOf, converse, openSmall } from './small-problems.ts';

const tools = new Tools();
afterAll(() => tools.close());

type Source = Record<string, unknown>;

const declarative = { name: 'd', kind: 'declarative', model: 'm' };
const thought = { name: 'c', kind: 'chain-of-thought', model: 'm' };
const warm = { models: [{ name: 'm', endpoint: 'local', model: 'tiny', temperature: 0.7 }] };

/** Answers by what is asked for, and never one that agrees. */
function rule({ request, draw }: Asking): string {
  const task = request.prompt.kind === 'chat' ? (request.prompt.messages[0]?.content ?? '') : '';
  if (task.includes('[[var x]]')) return '[[var e]] [[answer e]]';
  return `The answer is ${draw + 1}.`;
}

/** All requests of a study's cells, by key. */
async function requests(changes: Source): Promise<Map<string, readonly Asking[]>> {
  const study = openSmall(changes);
  const all = new Map<string, readonly Asking[]>();
  for (const { key } of study.cells) all.set(key, (await converse(study, key, rule, tools)).asked);
  return all;
}

function keysOf(asked: readonly Asking[] | undefined): string[] {
  if (asked === undefined || asked.length === 0) throw new Error('nothing was asked');
  return asked.map(({ request, draw }) => memoKey(request, { kind: 'test' }, { replicate: '', draw }));
}

describe('methods that ask the same have the same memo keys', () => {
  test('ours and paper mode, with repairs or without, and another name', async () => {
    const methods = [
      declarative,
      { ...declarative, name: 'paper', solver: 'paper' },
      { ...declarative, name: 'mended', label: 'mended', repair: 1 },
      { ...declarative, name: 'bare', principles: false },
    ];
    const all = await requests({ methods });
    const [first] = keysOf(all.get('d/eggs/s1r1'));
    expect(keysOf(all.get('paper/eggs/s1r1'))).toEqual([first]);
    const mended = keysOf(all.get('mended/eggs/s1r1'));
    expect([mended.length, mended[0], mended[1] === first]).toEqual([2, first, false]);
    expect(keysOf(all.get('bare/eggs/s1r1'))).not.toContain(first);
    expect(keysOf(all.get('d/nuts/s1r1'))).not.toContain(first);
  });

  test('a vote and its methods; a sampled chain and the first of several samples', async () => {
    const samples = { kind: 'self-consistency', model: 'm', temperature: 0.7 };
    const methods = [
      declarative,
      thought,
      { name: 'v', kind: 'vote', of: ['c', 'd'], escalate: { model: 'large', method: 'd' } },
      { ...samples, name: 'three', samples: 3 },
      { ...samples, name: 'five', samples: 5 },
    ];
    const models = [...warm.models, { name: 'large', endpoint: 'far', model: 'large' }];
    const all = await requests({ methods: methods.map((one) => one), models });
    const [chain] = keysOf(all.get('c/eggs/s1r1'));
    const [stated] = keysOf(all.get('d/eggs/s1r1'));
    const voted = keysOf(all.get('v/eggs/s1r1'));
    expect([voted.length, ...voted.slice(0, 2)]).toEqual([3, chain, stated]);
    const five = keysOf(all.get('five/eggs/s1r1'));
    expect(new Set(five).size).toBe(5);
    expect(keysOf(all.get('three/eggs/s1r1'))).toEqual(five.slice(0, 3));
  });

  test('eight shots and three, one step and sentences, do not', async () => {
    const kinds = ['declarative', 'declarative-8-shot', 'one-step', 'program', 'chain-of-thought'];
    const study = openSmall({ methods: kinds.map((kind) => ({ name: kind, kind, model: 'm' })) });
    const first = [...study.cells]
      .filter(({ problem }) => problem === 'eggs')
      .map((cell) => {
        const step = study.method(cell).solve(study.asked(cell)).next();
        return JSON.stringify(step.value);
      });
    expect(new Set(first).size).toBe(kinds.length);
  });
});

test('adding a method changes no request of the others, nor does their order', async () => {
  const changes = { ...warm, seeds: [1, 2] };
  const before = await requests({ ...changes, methods: [declarative, thought] });
  const added = [
    { name: 'new', kind: 'self-consistency', model: 'm', samples: 2 },
    thought,
    { name: 'w', kind: 'written' },
    declarative,
    { name: 'v', kind: 'vote', of: ['d', 'c'] },
  ];
  const after = await requests({ ...changes, methods: added });
  for (const [key, asked] of before) expect(after.get(key)).toEqual(asked);
  expect(after.size).toBe(before.size + 2 * 2 * 3);
});

describe('runs', () => {
  const runs = { methods: [declarative], seeds: [1, 2], replicates: 2 };
  const all = (asked: Map<string, readonly Asking[]>): Asking[] =>
    ['s1r1', 's1r2', 's2r1', 's2r2'].flatMap((run) => asked.get(`d/eggs/${run}`) ?? []);

  test('greedy: no seed is sent, seeds share an answer, a replicate is a draw of its own', async () => {
    const asked = all(await requests(runs));
    expect(asked.map(({ request }) => 'seed' in request)).toEqual([false, false, false, false]);
    expect(asked.map(({ draw }) => draw)).toEqual([0, 1000, 0, 1000]);
    expect(new Set(keysOf(asked)).size).toBe(2);
  });

  test('sampled: every run has a seed and a key of its own, another spec seed others', async () => {
    const asked = all(await requests({ ...runs, ...warm }));
    expect(asked.map(({ draw }) => draw)).toEqual([0, 1000, 0, 1000]);
    expect(new Set(asked.map(({ request }) => request.seed)).size).toBe(4);
    expect(new Set(keysOf(asked)).size).toBe(4);
    const both = await requests({ ...runs, ...warm });
    const ofProblems = ['eggs', 'nuts'].map((id) => both.get(`d/${id}/s1r1`)?.[0]?.request.seed);
    expect(new Set(ofProblems).size).toBe(2);
    const again = all(both);
    expect(again).toEqual(asked);
    const other = all(await requests({ ...runs, ...warm, seed: 4 }));
    expect(new Set([...keysOf(asked), ...keysOf(other)]).size).toBe(8);
  });

  test('the samples of one replicate never meet those of the next', async () => {
    const method = { name: 's', kind: 'self-consistency', model: 'm', samples: 40 };
    const asked = await requests({ methods: [method], replicates: 3 });
    const draws = [1, 2, 3].flatMap((run) => (asked.get(`s/eggs/s1r${run}`) ?? []).map(({ draw }) => draw));
    expect(new Set(draws).size).toBe(120);
  });
});

test('settings of a method reach its request; those of the model where it has none', () => {
  const study = openSmall({
    models: [{ name: 'm', endpoint: 'e', model: 'x', revision: 'r1', temperature: 0.3 }],
    methods: [declarative, { ...thought, temperature: 0, maxTokens: 77 }],
  });
  const request = (key: string): object => {
    const cell = cellOf(study, key);
    return firstAsks(study.method(cell).solve(study.asked(cell)))[0]?.request ?? {};
  };
  expect(request('d/eggs/s1r1')).toMatchObject({
    ...{ model: { endpoint: 'e', model: 'x', revision: 'r1' }, maxTokens: 600, temperature: 0.3 },
    seed: expect.any(Number) as number,
  });
  expect(request('c/eggs/s1r1')).toMatchObject({ maxTokens: 77, temperature: 0 });
  expect(request('c/eggs/s1r1')).not.toHaveProperty('seed');
});

describe('answers that a text states', () => {
  test.each([
    ['The answers are 3; 5', [3, 5]],
    ['The answer is 3; 5 and 7.', [3]],
    ['Answer: -2;3.5.', [-2, 3.5]],
    ['The answer is 20%.', [20]],
    ['The answers are 3 and 5.', [3, 5]],
    ['The answers are 3, 5 and 7', [3, 5, 7]],
    ['#### 1,234', [1234]],
    ['no number', []],
    ['', []],
  ])('%j', (text, values) => {
    expect(statedAnswers(text).answers.map(({ value }) => value)).toEqual(values);
  });

  test.each([
    ['1\n2\n\n', [2]],
    ['(3, 4.5)\n', [3, 4.5]],
    ['x = 7\n', [7]],
    ['1e-05', [1e-5]],
    ['-3', [-3]],
    ['None', []],
    ['[Fraction(7, 2), 3]', [3.5, 3]],
    ['1,234.50', [1234.5]],
    ['3,4', [3, 4]],
    ['5 -3', [5, -3]],
    ['', []],
  ])('and that a program prints: %j', (text, values) => {
    expect(printedAnswers(text).answers.map(({ value }) => value)).toEqual(values);
  });

  test.each([
    [statedAnswers, 'The answers are 3 apples and 5 pears.'],
    [statedAnswers, 'The answer is 10:30.'],
    [printedAnswers, 'sqrt(2)'],
    [printedAnswers, '10:30'],
    [printedAnswers, '3 5:30'],
  ])('what is no number is unread, with its words (%#)', (reader, text) => {
    const reading = reader(text);
    expect(reading).toMatchObject({ status: 'unread', answers: [] });
    expect(reading.message).toContain('what number that states is not clear');
  });

  const HOSTILE = [
    'answer: 1;',
    'answer is ',
    'answers are 1;;',
    '1;',
    ' ',
    '\n',
    '1',
    '1,111',
    '-',
    '1/',
    '\\boxed{',
    '\\frac{1}{',
    '#### ',
    '$',
    '1e',
    'answer to ',
    'Q: ',
    '. ',
  ];

  test.each(HOSTILE)('%j over and over is read in time that grows with its length only', (piece) => {
    const timeOf = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      const started = performance.now();
      statedAnswers(text);
      printedAnswers(text);
      statedAnswers(`${text}x`);
      return performance.now() - started;
    };
    timeOf(20_000);
    // Quadratic time would take a hundred times as long for 200 kB as for 20 kB, cubic a thousand times.
    expect(timeOf(20_000)).toBeLessThan(1_000);
    expect(timeOf(200_000)).toBeLessThan(10_000);
  });
});
