/** How a cell comes to its outcome: made answers, the real solvers, every way a conversation can end. */
import { Tools } from '../../../activities/tools/tools.ts';
import { MISSING } from '../../services/sandbox/there.ts';
import {
  type Answers,
  type Conversation,
  converse,
  openSmall,
  QUESTION,
  said,
  textsOf,
} from './small-problems.ts';

const tools = new Tools();
afterAll(() => tools.close());

const GOOD = 'She has e eggs [[var e]], 14 and 9 [[eq e = 14 + 9]]. [[answer e]]';
const FREE = 'She has e eggs [[var e]]. [[answer e]]';

/** One method called `x` on the problem `eggs`. */
function talk(method: object, answers: Answers, others: readonly object[] = []): Promise<Conversation> {
  const own = 'of' in method ? method : { model: 'm', ...method };
  const study = openSmall({ methods: [{ name: 'x', ...own }, ...others] });
  return converse(study, 'x/eggs/s1r1', answers, tools);
}

describe('statements', () => {
  test('that are solved', async () => {
    const { outcome, asked, used } = await talk({ kind: 'declarative' }, [GOOD]);
    expect(outcome).toMatchObject({ status: 'solved', answers: [{ value: 23, exact: '23' }], written: GOOD });
    expect(outcome).toMatchObject({ calls: 1, promptTokens: 100, completionTokens: 10 });
    expect('repairs' in outcome || 'message' in outcome).toBe(false);
    expect([asked.length, used]).toEqual([1, ['solve']]);
  });

  test('with several answers give them in order', async () => {
    const { outcome } = await talk({ kind: 'one-step' }, [
      '[[eq a + b = 14]] [[eq a - b = 9]] [[answer a]] [[answer b]]',
    ]);
    expect(outcome.answers.map(({ exact }) => exact)).toEqual(['23/2', '5/2']);
  });

  test.each([
    ['ambiguous', '[[eq e^2 = 9]] [[answer e]]', 'Several values fit: -3 and 3.'],
    ['filtered', '[[eq e^2 = 9]] [[eq e > 0]] [[answer e]]', undefined],
    ['underdetermined', FREE, 'Not determined: e. Numbers of the problem that no statement uses: 14 and 9.'],
    ['contradictory', '[[eq e = 14]] so [[ eq e = 9 ]] [[answer e]]', '[[eq e = 14]] and [[eq e = 9]].'],
    ['unsupported', '[[eq floor(e) = 3]] [[answer e]]', 'The solver cannot work the statements out:'],
    ['unparsable', 'The answer is 23.', 'The statements cannot be read: line 1, column'],
    ['unparsable', '', 'The statements cannot be read: line 1, column 1:'],
    ['unparsable', '[[eq e = 14 +]]\n[[answer e]]', 'The statements cannot be read: line 1, column'],
  ])('%s: %s', async (status, text, message) => {
    const { outcome } = await talk({ kind: 'declarative' }, [text]);
    expect(outcome.status).toBe(status);
    if (message === undefined) expect(outcome.message).toBeUndefined();
    else expect(outcome.message).toContain(message);
    if (status !== 'ambiguous' && status !== 'filtered') expect(outcome.answers).toEqual([]);
  });
});

describe('repair', () => {
  test('goes on to the second round, each with what the solver says after the whole conversation', async () => {
    const wrong = '[[eq e = 14]] [[eq e = 9]] [[answer e]]';
    const { outcome, asked } = await talk({ kind: 'declarative', repair: 2 }, [FREE, wrong, GOOD]);
    expect(outcome).toMatchObject({ status: 'solved', repairs: 2, firstStatus: 'underdetermined', calls: 3 });
    expect(outcome).toMatchObject({ promptTokens: 300, completionTokens: 30 });
    const [first = [], second = [], third = []] = asked.map(textsOf);
    expect(second.slice(0, first.length)).toEqual(first);
    expect(second.slice(first.length)).toEqual([FREE, expect.stringContaining('Not determined: e.')]);
    expect(third.slice(second.length)).toEqual([
      wrong,
      expect.stringContaining('[[eq e = 14]] and [[eq e = 9]]'),
    ]);
    expect(third.at(-1)).toContain('Write all statements again');
    const roles = asked.map(({ request }) =>
      request.prompt.kind === 'chat' ? request.prompt.messages.map(({ role }) => role).slice(-2) : [],
    );
    expect(roles).toEqual(Array(3).fill(['assistant', 'user']));
    expect(new Set(asked.map(({ draw }) => draw))).toEqual(new Set([0]));
  });

  test('ends after two rounds with the last status', async () => {
    const { outcome } = await talk({ kind: 'one-step', repair: 2 }, [FREE, '', 'No.']);
    expect(outcome).toMatchObject({ status: 'unparsable', repairs: 2, firstStatus: 'underdetermined' });
    expect(outcome.calls).toBe(3);
  });

  test('is not asked for where there is an answer', async () => {
    const { outcome } = await talk({ kind: 'declarative-8-shot', repair: 1 }, [GOOD]);
    expect(outcome).toMatchObject({ status: 'solved', repairs: 0, calls: 1 });
    expect(outcome.firstStatus).toBeUndefined();
  });

  test('says that an answer was too long, and sends no empty message', async () => {
    const { outcome, asked } = await talk({ kind: 'declarative', repair: 1 }, [said('', 'length'), GOOD]);
    expect(outcome).toMatchObject({ status: 'solved', repairs: 1, firstStatus: 'truncated' });
    expect(textsOf(asked[1] ?? failed()).slice(-2)).toEqual([
      '(no answer)',
      expect.stringMatching(/^Your answer was cut off because it was too long\.\n/),
    ]);
  });

  test('ends at a refusal', async () => {
    const { outcome } = await talk({ kind: 'declarative', repair: 2 }, [
      FREE,
      said('I will not.', 'refusal'),
    ]);
    expect(outcome).toMatchObject({
      status: 'refused',
      repairs: 1,
      firstStatus: 'underdetermined',
      calls: 2,
    });
    expect(outcome).toMatchObject({ written: 'I will not.', answers: [] });
  });

  test('works on what paper mode says too', async () => {
    const { outcome, asked } = await talk({ kind: 'declarative', solver: 'paper', repair: 1 }, [FREE, GOOD]);
    expect(outcome).toMatchObject({
      status: 'solved',
      repairs: 1,
      firstStatus: 'rejected',
      answers: [{ value: 23 }],
    });
    expect(textsOf(asked[1] ?? failed()).at(-1)).toMatch(/\nCorrect this\./);
  });
});

describe('what does not end by itself', () => {
  const CUT = 'length';
  test.each([
    ['declarative', said('Sorry.', 'refusal'), 'refused', undefined],
    ['declarative', said(GOOD, 'content-filter'), 'filtered', undefined],
    ['declarative', said('', 'too-long'), 'too-long', undefined],
    ['declarative', said('She has [[var e]] [[eq e = 14 + ', CUT), 'truncated', undefined],
    ['declarative', said('[[eq e = 14 + 9]] [[answer e', CUT), 'truncated', undefined],
    ['declarative', said(`${GOOD} And now`, CUT), 'solved', 23],
    ['one-step', said(`${GOOD}\n\nNext: Bo has [[var b]] [[eq b = 1`, CUT), 'solved', 23],
    ['chain-of-thought', said('14 and 9 are 2', CUT), 'truncated', undefined],
    ['chain-of-thought', said('The answer is 2', CUT), 'truncated', undefined],
    ['chain-of-thought', said('The answer is 23.', CUT), 'truncated', undefined],
    ['chain-of-thought', said('The answer is 7.\nNo, the answer is 2', CUT), 'truncated', undefined],
    ['chain-of-thought', said('The answer is 23.\nQ: How', CUT), 'answered', 23],
    ['chain-of-thought', said('The answer is 23. The answer is', CUT), 'answered', 23],
    ['program', said('```python\nprint(2', CUT), 'truncated', undefined],
    ['program', said('A draft:\n```\n23\n```\n```python\nx =', CUT), 'truncated', undefined],
  ])('%s: %j is %s', async (kind, completion, status, value) => {
    const { outcome } = await talk({ kind }, [completion]);
    expect([outcome.status, outcome.answers[0]?.value]).toEqual([status, value]);
  });

  test('is told in linear time, whatever stands there', async () => {
    const texts = ['[['.repeat(50_000), '[[answer '.repeat(10_000), 'the answer is 1'.repeat(7_000)];
    texts.push(`the answer is ${'1'.repeat(100_000)}`, ' '.repeat(100_000), '```\n'.repeat(25_000));
    const started = performance.now();
    for (const text of texts) {
      for (const kind of ['declarative', 'chain-of-thought', 'program']) {
        const { outcome } = await talk({ kind }, [said(text, 'length')]);
        expect(outcome.status).toBe('truncated');
      }
      await talk({ kind: 'declarative', solver: 'paper' }, [said(`${text}`)]);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('paper mode', () => {
  test('judges the very answer that ours judges: the same request, the same draw', async () => {
    const exact = await talk({ kind: 'declarative' }, [GOOD]);
    const paper = await talk({ kind: 'declarative', solver: 'paper' }, [GOOD]);
    expect(paper.asked).toEqual(exact.asked);
    expect(paper.used).toEqual(['paper']);
    expect(paper.outcome).toMatchObject({ status: 'solved', answers: [{ value: 23 }], written: GOOD });
    expect(paper.outcome.answers[0]?.exact).toBeUndefined();
  });

  test.each([
    ['unparsable', 'Twenty-three.', 'There is no statement.'],
    ['rejected', '[[eq e = ]] [[answer e]]', 'invalid equations'],
  ])('%s: %s', async (status, text, message) => {
    const { outcome } = await talk({ kind: 'declarative', solver: 'paper' }, [text]);
    expect(outcome).toMatchObject({ status, answers: [], message });
  });
});

test('what a solver has no time for is timed out, whatever the limit', async () => {
  const slow = { use: async () => ({ status: 'timed-out', message: 'The time was up.', lint: [] }) };
  for (const solver of ['exact', 'paper']) {
    const study = openSmall({ methods: [{ name: 'x', kind: 'declarative', model: 'm', solver }] });
    const { outcome } = await converse(study, 'x/eggs/s1r1', ['[[answer 9^9^9]]'], slow);
    expect(outcome).toMatchObject({ status: 'timed-out', answers: [] });
    expect(outcome.message).toContain('The time was up.');
  }
});

describe('a chain of thought', () => {
  test.each([
    ['14 + 9 = 23. The answer is 23.', [23]],
    ['The answer is $1,250.50.', [1250.5]],
    ['The answers are 3; 5.', [3, 5]],
    ['I cannot say.', []],
  ])('%s', async (text, values) => {
    const { outcome, used } = await talk({ kind: 'chain-of-thought' }, [text]);
    expect(outcome.status).toBe(values.length === 0 ? 'no-answer' : 'answered');
    expect(outcome.answers.map(({ value }) => value)).toEqual(values);
    expect([outcome.written, used]).toEqual([text, []]);
  });
});

describe('written', () => {
  const methods = [{ name: 'x', kind: 'written' }];

  test('asks nobody, and solves statements or the equation', async () => {
    const study = openSmall({ methods });
    const eggs = await converse(study, 'x/eggs/s1r1', [], tools);
    expect(eggs.outcome).toMatchObject({
      status: 'solved',
      answers: [{ value: 23 }],
      calls: 0,
      promptTokens: 0,
    });
    const nuts = await converse(study, 'x/nuts/s1r1', [], tools);
    expect(nuts.outcome).toMatchObject({ answers: [{ exact: '30' }], written: '[[answer 50 - 20]]' });
    expect(study.methods[0]).toMatchObject({ label: 'hand-written statements', models: [], callsAtMost: 0 });
  });
});

describe('self-consistency', () => {
  const method = { kind: 'self-consistency', samples: 5 };
  const thoughts = (...numbers: readonly (number | null)[]): string[] =>
    numbers.map((number) => (number === null ? 'I give up.' : `The answer is ${number}.`));

  test('gives the commonest answer; of equally many the earliest; silence does not vote', async () => {
    const most = await talk(method, thoughts(7, 23, null, 23, 7.5));
    expect(most.outcome).toMatchObject({ status: 'answered', answers: [{ value: 23 }], calls: 5 });
    expect(most.outcome).toMatchObject({ samples: [7, 23, null, 23, 7.5], message: '2 of 5 samples agree.' });
    expect(most.outcome.written).toBe('The answer is 23.');
    const tie = await talk(method, thoughts(7, 23, 23, 7, null));
    expect(tie.outcome).toMatchObject({ answers: [{ value: 7 }], message: '2 of 5 samples agree.' });
    const one = await talk(method, thoughts(null, null, null, null, 3));
    expect(one.outcome).toMatchObject({ answers: [{ value: 3 }], message: '1 of 5 samples agree.' });
  });

  test('gives none where no sample does, truncated and refused ones among them', async () => {
    const { outcome } = await talk({ ...method, samples: 3 }, [
      said('The answer is 2', 'length'),
      said('', 'refusal'),
      'No.',
    ]);
    expect(outcome).toMatchObject({
      status: 'no-answer',
      answers: [],
      samples: [null, null, null],
      calls: 3,
    });
  });

  test('asks the same each time with a seed and a draw of its own', async () => {
    const { asked } = await talk(method, thoughts(1, 2, 3, 4, 5));
    expect(asked.map(({ draw }) => draw)).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(asked.map(({ request }) => request.seed)).size).toBe(5);
    expect(new Set(asked.map((asking) => JSON.stringify(textsOf(asking)))).size).toBe(1);
    expect(asked[0]?.request.temperature).toBe(0.7);
  });

  test('of statements compares what they come to; candidates of an ambiguous one do not vote', async () => {
    const { outcome, used } = await talk({ ...method, base: 'declarative', samples: 3 }, [
      '[[eq e^2 = 9]] [[answer e]]',
      '[[eq e = 46 / 2]] [[answer e]]',
      GOOD,
    ]);
    expect(outcome).toMatchObject({ answers: [{ exact: '23' }], samples: [null, 23, 23] });
    expect(used).toEqual(['solve', 'solve', 'solve']);
  });
});

describe('a vote', () => {
  const others = [
    { name: 'a', kind: 'declarative', model: 'm' },
    { name: 'b', kind: 'chain-of-thought', model: 'm' },
    { name: 'c', kind: 'one-step', model: 'm', repair: 1 },
  ];
  const vote = { kind: 'vote', of: ['a', 'b', 'c'] };
  const escalate = { model: 'large', method: 'a' };

  test('stops as soon as enough agree', async () => {
    const { outcome } = await talk(vote, [GOOD, 'The answer is 23.'], others);
    expect(outcome).toMatchObject({
      status: 'agreed',
      answers: [{ value: 23 }],
      calls: 2,
      samples: [23, 23],
    });
    expect(outcome.message).toBe('a: solved 23; b: answered 23');
  });

  test('goes on to the last, repairs of its methods included', async () => {
    const { outcome } = await talk(vote, [GOOD, 'The answer is 7.', FREE, GOOD], others);
    expect(outcome).toMatchObject({ status: 'agreed', samples: [23, 7, 23], calls: 4 });
  });

  test('abstains where they differ, and silence agrees with nothing', async () => {
    const { outcome } = await talk(vote, [FREE, 'No.', '[[answer 23]]'], others);
    expect(outcome).toMatchObject({ status: 'abstained', answers: [], samples: [null, null, 23] });
    expect(outcome.message).toBe('a: underdetermined; b: no-answer; c: solved 23');
  });

  test('asks for as much agreement as the spec says', async () => {
    const { outcome } = await talk(
      { ...vote, agreement: 3 },
      [GOOD, 'The answer is 23.', '[[answer 7]]'],
      others,
    );
    expect(outcome).toMatchObject({ status: 'abstained', samples: [23, 23, 7] });
  });

  test('escalates to the stronger model with the method that is named', async () => {
    const answers = [GOOD, 'The answer is 7.', '[[answer 8]]', '[[answer 9]]'];
    const { outcome, asked } = await talk({ ...vote, escalate }, answers, others);
    expect(outcome).toMatchObject({
      status: 'escalated',
      answers: [{ value: 9 }],
      samples: [23, 7, 8],
      calls: 4,
    });
    expect(outcome.written).toBe('[[answer 9]]');
    expect(asked.map(({ request }) => request.model.model)).toEqual(['tiny', 'tiny', 'tiny', 'large']);
    expect(asked[3]?.request.prompt).toEqual(asked[0]?.request.prompt);
    expect(outcome.message).toMatch(/; escalated: solved 9$/);
  });

  test('abstains where the stronger model gives no answer either', async () => {
    const { outcome } = await talk({ ...vote, escalate }, [GOOD, 'No.', '[[answer 8]]', FREE], others);
    expect(outcome).toMatchObject({ status: 'abstained', answers: [], calls: 4 });
    expect(outcome.message).toMatch(/; escalated: underdetermined$/);
  });
});

const python = MISSING === undefined ? describe : describe.skip;
python(`programs${MISSING === undefined ? '' : ` (skipped: ${MISSING})`}`, () => {
  const fenced = (code: string): string => `\`\`\`python\n${code}\n\`\`\``;
  test.each([
    ['prints the answer last', fenced('print("first", 1)\nprint(14 + 9)'), 'answered', [23]],
    ['prints several', fenced('print([3, 4.5])'), 'answered', [3, 4.5]],
    ['has a draft before it', `${fenced('print(1)')}\nBetter:\n${fenced('print(23)')}`, 'answered', [23]],
    ['shows its output after it', `${fenced('print(23)')}\nOutput:\n\`\`\`\n24\n\`\`\``, 'answered', [23]],
    ['is in no block', 'print(23)', 'answered', [23]],
    ['is in a block that is not closed', 'Here it is:\n```python\nprint(23)', 'answered', [23]],
    ['prints words', fenced('print("none")'), 'no-answer', []],
    ['prints nothing', fenced('x = 23'), 'no-answer', []],
    ['raises', fenced('print(23)\nraise ValueError("no")'), 'program-crashed', []],
    ['is no Python', fenced('print(23'), 'program-crashed', []],
    ['is not there', 'The answer is 23.', 'no-answer', []],
  ])('one that %s', async (_what, text, status, values) => {
    const { outcome } = await talk({ kind: 'program' }, [text]);
    expect(outcome.status).toBe(status);
    expect(outcome.answers.map(({ value }) => value)).toEqual(values);
    expect(outcome.written).toBeDefined();
  });

  test('one that never ends, and one that takes all memory', async () => {
    const endless = await talk({ kind: 'program' }, [fenced('while True: pass')]);
    expect(endless.outcome).toMatchObject({ status: 'program-timed-out', answers: [] });
    const hungry = await talk({ kind: 'program' }, [fenced('x = [0]\nwhile True: x = x + x')]);
    expect(hungry.outcome.status).toMatch(/^program-(out-of-memory|crashed)$/);
  });

  test('are run in samples and votes as well', async () => {
    const samples = { kind: 'self-consistency', base: 'program', samples: 2 };
    const { outcome, used } = await talk(samples, [fenced('print(7)'), fenced('print(7.0)')]);
    expect(outcome).toMatchObject({ answers: [{ value: 7 }], message: '2 of 2 samples agree.' });
    expect(used).toEqual(['program', 'program']);
  });
});

test('the question reaches the solver, and the model as the last turn', async () => {
  const { outcome, asked } = await talk({ kind: 'declarative' }, ['[[eq e = 14]] [[answer e]]']);
  expect(outcome.lint).toContain('unused-number');
  expect(textsOf(asked[0] ?? failed()).at(-1)).toBe(QUESTION);
});

function failed(): never {
  throw new Error('nothing was asked');
}
