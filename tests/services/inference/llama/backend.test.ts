import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Completion, ModelIdentity } from '../../../../domain/completion.ts';
import { CANONICAL } from '../../../../services/inference/llama/canonical.ts';
import { runProbe } from './run-probe.ts';

const CLEAN = { code: 0, signal: null };

test('the canonical evaluation names the release of llama.cpp that is installed', async () => {
  const { seen } = await runProbe<{ release: string }>('library');
  // If this fails: raise CANONICAL.name with the release. Old answers stay under the old name.
  expect(seen.release).toBe(CANONICAL.llamaCppRelease);
});

interface Answers {
  readonly identity: ModelIdentity;
  readonly promptText: string;
  readonly score: Completion;
  readonly duplicated: Completion;
  readonly tokensAtMost: [number, number];
  readonly whole: [number, number];
  readonly first: [number];
  readonly second: [number];
  readonly greedy: Completion;
  readonly firstWord: Completion;
  readonly stopped: Completion;
  readonly seeds: string[];
  readonly ended: Completion;
}

describe('answers', () => {
  let seen: Answers;

  beforeAll(async () => {
    const probed = await runProbe<Answers>('answers');
    expect(probed.exit).toEqual(CLEAN);
    seen = probed.seen;
  });

  test('the identity is the evaluation and the hash of the weights', () => {
    expect(seen.identity).toEqual({
      kind: 'llama/canonical-1',
      weights: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('a chat becomes the text of the template of the weights', () => {
    expect(seen.promptText).toBe(
      '<|im_start|>system\nYou are a woman who gets angry rather often. You answer a questionnaire.<|im_end|>\n' +
        '<|im_start|>user\nA bus fails to stop for you. Would you want to curse?\nA. no\nB. perhaps\nC. yes\n' +
        'Answer with a letter.<|im_end|>\n<|im_start|>assistant\n',
    );
  });

  test('no option is cut to 0, and the options hold at most 1', () => {
    const logs = seen.score.optionLogProbs ?? [];
    expect(logs).toHaveLength(3);
    for (const log of logs) expect(log).toBeGreaterThan(-20);
    const mass = logs.reduce((sum, log) => sum + Math.exp(log), 0);
    expect(mass).toBeGreaterThan(0.1);
    expect(mass).toBeLessThanOrEqual(1);
  });

  test('spellings that become the same tokens count once', () => {
    expect(seen.duplicated.optionLogProbs).toEqual(seen.score.optionLogProbs);
    expect(seen.duplicated.usage).toEqual(seen.score.usage);
  });

  test('a reservation covers the usage', () => {
    const { promptTokens, completionTokens } = seen.score.usage;
    expect(seen.tokensAtMost[0]).toBeGreaterThanOrEqual(promptTokens + completionTokens);
    expect(seen.tokensAtMost[1]).toBe(seen.greedy.usage.promptTokens + 12);
  });

  test('an option of two tokens is the product of its steps, and its beginning alone is what is left', () => {
    const [both, rest] = seen.whole;
    // The second step alone is another prompt, cut elsewhere: equal up to rounding.
    expect(both).toBeCloseTo(seen.first[0] + seen.second[0], 1);
    expect(Math.exp(both) + Math.exp(rest)).toBeCloseTo(Math.exp(seen.first[0]), 12);
  });

  test('greedy text has the log-probabilities that a score of its words has', () => {
    expect(seen.greedy.finishReason).toBe('length');
    expect(seen.greedy.tokenIds).toHaveLength(12);
    expect(seen.greedy.tokenLogProbs).toHaveLength(12);
    expect(seen.greedy.tokenLogProbs?.[0]).toBe(seen.firstWord.optionLogProbs?.[0]);
  });

  test('a stop string ends the text before it', () => {
    expect(seen.stopped.finishReason).toBe('stop');
    expect(seen.greedy.text.startsWith(seen.stopped.text)).toBe(true);
    expect(seen.stopped.text).toHaveLength(8);
  });

  test('seeds make different texts', () => {
    expect(new Set(seen.seeds).size).toBe(3);
  });

  test('the end of the turn ends the answer, and is among its tokens', () => {
    expect(seen.ended.finishReason).toBe('stop');
    expect(seen.ended.text).not.toContain('<|im_end|>');
    expect(seen.ended.tokenIds?.at(-1)).toBe(2);
  });
});

test('what cannot be answered says why; who waits may leave; closing waits for what runs', async () => {
  const { seen, exit } = await runProbe<{
    waited: string;
    ran: number;
    order: string[];
    refused: Record<string, string>;
    last: number;
    late: string;
    closed: number;
  }>('refusals');
  expect(seen.waited).toBe('Error : no longer wanted');
  expect(seen.order).toEqual(['waiting', 'running']);
  expect(seen.ran).toBe(12);
  expect(seen.refused).toEqual({
    long: expect.stringMatching(/^TransportError rejected: the request is longer than the 4095 tokens/),
    control: expect.stringMatching(/^TransportError rejected: a message holds the text of a control token/),
    noSeed: expect.stringMatching(/^Fault : .* no seed/),
    sameOptions: expect.stringMatching(/^Fault : options 1 and 2/),
    model: expect.stringMatching(/^UserError : there is no model 'other'/),
    revision: expect.stringMatching(/^UserError : the weights are not revision 'ffff'/),
    adapter: expect.stringMatching(/^UserError : there is no adapter/),
    weights: expect.stringMatching(/^UserError : cannot load the weights/),
  });
  expect(seen.last).toBeGreaterThan(0);
  expect(seen.late).toMatch(/^TransportError endpoint: .* is closed$/);
  expect(exit).toEqual(CLEAN);
});

test('an adapter changes answers and identity; one of zeros only the identity', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'llama-adapters-'));
  try {
    type Seen = Record<
      'none' | 'small' | 'zero' | 'noneAgain',
      { optionLogProbs: number[]; identity: ModelIdentity }
    >;
    const { seen, exit } = await runProbe<Seen>('adapters', folder);
    expect(seen.small.optionLogProbs).not.toEqual(seen.none.optionLogProbs);
    expect(seen.zero.optionLogProbs).toEqual(seen.none.optionLogProbs);
    expect(seen.noneAgain).toEqual(seen.none);
    expect(seen.none.identity.adapter).toBeUndefined();
    expect(seen.small.identity.adapter).toMatch(/^[0-9a-f]{64}$/);
    expect(seen.zero.identity.adapter).not.toBe(seen.small.identity.adapter);
    expect(exit).toEqual(CLEAN);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
