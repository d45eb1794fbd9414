import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LogLine } from '../../../../services/inference/scripted/log.ts';
import { plantedTheta } from '../../../../services/inference/scripted/planted.ts';
import { readScript, scriptSchema } from '../../../../services/inference/scripted/script.ts';
import { startScripted } from '../../../../services/inference/scripted/server.ts';
import { generate, MODEL, never, score, withServer } from '../endpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'scripted-'));
afterAll(() => rmSync(folder, { recursive: true }));

const planted = {
  kind: 'planted' as const,
  respondent: 'Respondent ',
  sd: 1,
  items: [
    { match: 'curse', difficulty: -1 },
    { match: 'curse aloud', difficulty: 2 },
    { match: 'shout', difficulty: 0 },
  ],
};
const rules = [{ reply: planted }];

test('a planted population answers as its Rasch model says, and the same every time', async () => {
  await withServer({ rules, seed: 7 }, async (_server, backend) => {
    const ask = async (respondent: number, item: string): Promise<string> =>
      (await backend.complete(generate(`You are Respondent ${respondent}. Would you ${item}?`), never)).text;
    const said = await Promise.all(Array.from({ length: 400 }, (_, i) => ask(i, 'shout')));
    const share = said.filter((word) => word === 'yes').length / 400;
    // P = E logistic(theta) = 1/2 for b = 0; four standard errors.
    expect(Math.abs(share - 0.5)).toBeLessThan(0.1);
    expect(await Promise.all(Array.from({ length: 400 }, (_, i) => ask(i, 'shout')))).toEqual(said);
  });
});

test('a planted population gives the probabilities behind its answers', async () => {
  await withServer({ rules, seed: 7 }, async (_server, backend) => {
    const asked = score('You are Respondent 3. Would you curse aloud?', [['yes'], ['no']]);
    const { optionLogProbs } = await backend.complete(asked, never);
    const p = 1 / (1 + Math.exp(2 - plantedTheta(1, 7, '3')));
    expect(Math.exp(optionLogProbs?.[0] ?? NaN)).toBeCloseTo(p, 10);
  });
});

test('the item asked last counts, not those in earlier turns', async () => {
  const certain = {
    ...planted,
    sd: 0,
    items: [
      { match: 'curse', difficulty: 50 },
      { match: 'shout', difficulty: -50 },
    ],
  };
  await withServer({ rules: [{ reply: certain }] }, async (_server, backend) => {
    const messages = [
      { role: 'user', content: 'Respondent 1: curse?' },
      { role: 'assistant', content: 'no' },
      { role: 'user', content: 'shout?' },
    ] as const;
    expect((await backend.complete(generate('', { prompt: { kind: 'chat', messages } }), never)).text).toBe(
      'yes',
    );
  });
});

test('the first rule that fits answers', async () => {
  const reply = (text: string) => ({ kind: 'text' as const, text });
  const rules = [
    { when: { includes: ['red', 'blue'] }, reply: reply('both') },
    { when: { includes: 'red' }, reply: reply('red') },
    { when: { model: 'another' }, reply: reply('another') },
    { reply: reply('neither') },
  ];
  await withServer({ rules, models: [MODEL, 'another'] }, async (_server, backend) => {
    const ask = async (text: string): Promise<string> => (await backend.complete(generate(text), never)).text;
    expect(await Promise.all(['blue red', 'red', 'green'].map(ask))).toEqual(['both', 'red', 'neither']);
  });
});

test('the log holds each arrival and each whole answer', async () => {
  const logFile = join(folder, 'log.jsonl');
  const script = scriptSchema.parse({
    models: [MODEL],
    faults: [{ when: { includes: 'cut' }, fault: { kind: 'truncate' } }],
    rules: [{ reply: { kind: 'text', text: 'yes' } }],
  });
  const server = await startScripted({ script, port: 0, logFile });
  const post = (content: string): Promise<unknown> =>
    fetch(`${server.address}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content }] }),
    }).then((response) => response.text());
  await post('whole');
  await expect(post('cut')).rejects.toThrow();
  const count: unknown = await (await fetch(server.address.replace('/v1', '/log/count'))).json();
  await server.close();
  const lines = readFileSync(logFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogLine);
  expect(lines.map(({ event, request }) => [event, request])).toEqual([
    ['arrived', 1],
    ['answered', 1],
    ['arrived', 2],
    ['broken', 2],
  ]);
  expect(lines[0]?.sha256).toBe(lines[1]?.sha256);
  expect(count).toEqual({ arrived: 2, answered: 1, broken: 1 });
});

test('it runs as a process of its own', async () => {
  const path = join(folder, 'script.json');
  writeFileSync(path, JSON.stringify({ models: [MODEL], rules }));
  const main = 'services/inference/scripted/main.ts';
  const child = spawn(process.execPath, [main, '--script', path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { address } = JSON.parse(line.toString()) as { address: string };
  expect((await fetch(`${address}/models`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);

  const wrong = promisify(execFile)(process.execPath, [main, '--script', join(folder, 'absent.json')]);
  await expect(wrong).rejects.toMatchObject({ code: 2 });
});

test('a script that is none is an error that names file and field', () => {
  const path = join(folder, 'wrong.json');
  writeFileSync(path, JSON.stringify({ models: [MODEL], rules: [{ reply: { kind: 'poem' } }] }));
  expect(() => readScript(path)).toThrow(
    expect.objectContaining({ name: 'UserError', place: `${path}: rules.0.reply.kind` }) as Error,
  );
});
