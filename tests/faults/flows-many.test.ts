/** Two thousand episodes, a window of them at once, through a parent that continues as new a dozen times. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { FarSide } from '../workflow/far-side.ts';
import { House } from '../workflow/server.ts';

const EPISODES = 2000;
const MANY_MS = 20 * 60_000;

let house: House;
beforeAll(async () => {
  house = await House.open([], join(import.meta.dirname, '..', 'workflow', 'flows', 'workflows.ts'));
}, 120_000);
afterAll(() => house.close());

test(
  '2,000 instant episodes are each asked and heard once',
  async () => {
    const side = new FarSide();
    const handle = await house.run('many', side, {
      ...{ family: 'gather', continueAfterShards: 150 },
      lanes: [{ queue: 'inference', shards: EPISODES, window: 4 }],
    });
    const began = performance.now();
    await handle.result();
    const seconds = (performance.now() - began) / 1000;
    process.stderr.write(`faults: ${EPISODES} episodes in ${seconds.toFixed(0)} s\n`);
    expect(side.analysed.map(({ part }) => part)).toEqual([
      `${EPISODES} sum up to ${(EPISODES * (EPISODES - 1)) / 2}`,
    ]);
    expect(side.shardCalls.size).toBe(EPISODES);
    expect([...side.shardCalls.values()].every((calls) => calls === 1)).toBe(true);
    const { runId } = await handle.describe();
    const { events = [] } = await house.env.client.workflow
      .getHandle(handle.workflowId, runId)
      .fetchHistory();
    const input = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    expect(Math.max(...input.map(({ data }) => data?.length ?? 0))).toBeLessThan(16_384);
  },
  MANY_MS,
);
