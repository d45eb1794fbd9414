/** The promise of canonical.ts: a request has one answer, to the bit. */
import { runProbe } from './run-probe.ts';

type Answers = Readonly<Record<string, string>>;
const CLEAN = { code: 0, signal: null };

let alone: Answers;

beforeAll(async () => {
  const { seen, exit } = await runProbe<{ answers: Answers }>('alone');
  expect(exit).toEqual(CLEAN);
  alone = seen.answers;
});

test('answers are the same bits alone, among others, and on kept states', async () => {
  const { seen, exit } = await runProbe<{ first: Answers; again: Answers; counts: { reused: number } }>(
    'together',
  );
  expect(seen.first).toEqual(alone);
  expect(seen.again).toEqual(alone);
  expect(seen.counts.reused).toBeGreaterThan(0);
  expect(exit).toEqual(CLEAN);
});

test('answers are the same bits on one thread and on two', async () => {
  const { seen, exit } = await runProbe<{ answers: Answers }>('threads');
  expect(seen.answers).toEqual({ rotated: alone['rotated'], sampled: alone['sampled'] });
  expect(exit).toEqual(CLEAN);
});

test('answers are the same bits after requests that were broken off', async () => {
  const { seen, exit } = await runProbe<{ broken: string[]; answers: Answers }>('resumed');
  expect(seen.broken).toEqual(['Error : broken off', 'Error : broken off']);
  expect(seen.answers).toEqual(alone);
  expect(exit).toEqual(CLEAN);
});
