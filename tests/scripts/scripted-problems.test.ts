/** The script of `scripted-word-problems` is in step with the problems and with what the family's methods ask. */
import { firstAsks } from '../../domain/dialogue.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { ChatMessage } from '../../domain/completion.ts';
import { chainOfThought } from '../../families/word-problems/methods/chain-of-thought.ts';
import { declarative8Shot } from '../../families/word-problems/methods/declarative-8-shot.ts';
import { declarative } from '../../families/word-problems/methods/declarative.ts';
import { repairRequest } from '../../families/word-problems/methods/explain.ts';
import type { Method, Voice } from '../../families/word-problems/methods/method.ts';
import { oneStep } from '../../families/word-problems/methods/one-step.ts';
import { program } from '../../families/word-problems/methods/program.ts';
import { followedUp } from '../../families/word-problems/prompts/messages.ts';
import { readScript, scriptSchema } from '../../services/inference/scripted/script.ts';
import { startScripted, type ScriptedServer } from '../../services/inference/scripted/server.ts';
import { MODELS, scriptOf, SEED } from '../../scripts/scripted-problems/script.ts';
import { readSource } from '../../scripts/scripted-problems/source.ts';
import { statementsSaid } from '../../scripts/scripted-problems/statements.ts';
import { ROOT } from './holdfast.ts';

const FILE = join(ROOT, 'experiments', 'word-problems', 'scripted.json');
const problems = readSource();

const voice: Voice = {
  model: { endpoint: 'scripted-word-problems', model: MODELS.small },
  modelName: 'ours',
  temperature: 0,
  maxTokens: 600,
};
const asks = { name: 'm', model: 'ours', maxTokens: 600 };
const solves = { solver: 'exact', repair: 2 } as const;
const METHODS: readonly Method[] = [
  declarative({ kind: 'declarative', ...asks, ...solves, principles: true }, voice),
  declarative({ kind: 'declarative', ...asks, ...solves, principles: false }, voice),
  declarative8Shot({ kind: 'declarative-8-shot', ...asks, ...solves, principles: true }, voice),
  oneStep({ kind: 'one-step', ...asks, ...solves }, voice),
  program({ kind: 'program', ...asks }, voice),
  chainOfThought({ kind: 'chain-of-thought', ...asks, shots: 3 }, voice),
];

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScripted({ script: readScript(FILE), port: 0 });
});
afterAll(() => server.close());

/** What a method asks first. */
function chatOf(method: Method, question: string): readonly ChatMessage[] {
  const problem = {
    id: 'x',
    question,
    gold: [],
    section: null,
    statements: null,
    equation: null,
    twinOf: null,
  };
  const [first] = firstAsks(method.solve({ problem, specSeed: 1, seed: 1, replicate: 1 }));
  if (first?.request.prompt.kind !== 'chat') throw new Error('asks nothing');
  return first.request.prompt.messages;
}

interface Reply {
  readonly text: string;
  readonly finish: string;
}

async function said(messages: readonly ChatMessage[], model: string, seed?: number): Promise<Reply> {
  const response = await fetch(`${server.address}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model, messages, max_tokens: 600, ...(seed === undefined ? {} : { seed }) }),
  });
  const body = (await response.json()) as {
    choices: { message: { content: string | null; refusal: string | null }; finish_reason: string }[];
  };
  const [choice] = body.choices;
  return {
    text: choice?.message.content ?? choice?.message.refusal ?? '',
    finish: choice?.finish_reason ?? '',
  };
}

const FALLBACK = 'I do not know.';

describe('experiments/word-problems/scripted.json', () => {
  test('is what scripts/make-scripted-problems.ts makes now', () => {
    expect(readScript(FILE)).toEqual(scriptSchema.parse(scriptOf(problems)));
  });

  test.each(METHODS.map((method, index) => [`${method.kind} ${index}`, method] as const))(
    'answers every problem by %s',
    async (_name, method) => {
      const replies = await Promise.all(
        problems.map(async ({ id, question }) => ({
          id,
          ...(await said(chatOf(method, question), MODELS.small)),
        })),
      );
      expect(replies.filter(({ text }) => text === FALLBACK || text === '')).toEqual([]);
    },
  );

  test('answers every problem as the better model', async () => {
    const [method] = METHODS;
    if (method === undefined) throw new Error('no method');
    for (const { question } of problems)
      expect((await said(chatOf(method, question), MODELS.large)).text).toContain('[[answer');
  });

  test('goes on where a remark of the solver comes back, round by round', async () => {
    const [method] = METHODS;
    if (method === undefined) throw new Error('no method');
    let rounds = 0;
    for (const problem of problems) {
      const first = statementsSaid(problem, 'principles', SEED);
      let messages = chatOf(method, problem.question);
      for (let expected = first; expected.repaired !== undefined; expected = expected.repaired) {
        const reply = await said(messages, MODELS.small);
        expect(reply.text).toBe(expected.text);
        messages = followedUp(messages, reply.text, repairRequest('It cannot be solved.'));
        expect((await said(messages, MODELS.small)).text).toBe(expected.repaired.text);
        rounds++;
      }
    }
    expect(rounds).toBeGreaterThan(8);
  });

  test('draws samples that differ, each the same every time', async () => {
    const chain = METHODS.at(-1);
    if (chain === undefined) throw new Error('no method');
    const ask = (): Promise<string[]> =>
      Promise.all(
        problems.flatMap(({ question }) =>
          [1, 2, 3].map(async (seed) => (await said(chatOf(chain, question), MODELS.small, seed)).text),
        ),
      );
    const samples = await ask();
    expect(await ask()).toEqual(samples);
    const differ = problems.filter((_, index) => new Set(samples.slice(3 * index, 3 * index + 3)).size > 1);
    expect(differ.length).toBeGreaterThan(10);
  });

  test('holds what models do: refusals, cut-off answers, prose without a statement', () => {
    const { rules } = scriptSchema.parse(scriptOf(problems));
    const replies = rules.map(({ reply }) => reply);
    expect(replies.some(({ kind }) => kind === 'refusal')).toBe(true);
    expect(replies.some((reply) => reply.kind === 'text' && reply.finishReason === 'length')).toBe(true);
    expect(replies.some((reply) => reply.kind === 'text' && !/\[\[|```/.test(reply.text ?? ''))).toBe(true);
  });
});
