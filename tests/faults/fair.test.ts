/** Five studies on one endpoint, through a whole `holdfast up`: none stands still behind those that began before it. */
import { expect, test } from '@jest/globals';
import { shares } from './shares.ts';

test('each of five has 10 to 30 % of the calls as soon as it is started, though the first has a window of 200', async () => {
  const { before, calls, isMet } = await shares({
    ...{ concurrency: 16, latencyMs: 200, cells: 2500, seconds: 20 },
    first: { window: 200, shardCells: 10 },
  });
  process.stdout.write(`calls of five studies in 20 s: ${calls.join(', ')}; before: ${before.join(', ')}\n`);
  expect(before[0]).toBeGreaterThan(0);
  expect(Math.min(...calls)).toBeGreaterThan(0);
  expect(isMet).toBe(true);
}, 240_000);
