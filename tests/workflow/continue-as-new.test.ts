/** One experiment over many runs: nothing is lost or done twice, and no history grows. */
import type { temporal } from '@temporalio/proto';
import { workflowTypeOf, type Progress, type Sha256 } from '../../domain/experiment.ts';
import { queueOf } from '../../domain/queues.ts';
import { sha256Hex } from '../../domain/sha256.ts';
import { NO_SPEND } from '../../workflows/kernel/budget.ts';
import { CURSOR_VERSION, type Cursor } from '../../workflows/kernel/cursor.ts';
import { openFanOut } from '../../workflows/kernel/next-move.ts';
import { openPace } from '../../workflows/kernel/pace.ts';
import { FarSide, gate } from './far-side.ts';
import { states } from './scripts.ts';
import { HOME, House, startOf, until, type Handle } from './server.ts';

type History = temporal.api.history.v1.IHistory;

const SUGGESTED_AT_EVENTS = 500;

let house: House;
beforeAll(async () => {
  house = await House.open([`limit.historyCount.suggestContinueAsNew=${SUGGESTED_AT_EVENTS}`]);
});
afterAll(async () => {
  await house.close();
});

interface RunHistory {
  readonly events: number;
  readonly largestPayload: number;
}

/** All runs of an experiment, oldest first. */
async function histories(handle: Handle): Promise<RunHistory[]> {
  const runs: RunHistory[] = [];
  let runId = handle.firstExecutionRunId;
  while (runId !== '') {
    const events = await eventsOf(handle.workflowId, runId);
    const payloads = events.flatMap((event) => [
      ...(event.activityTaskScheduledEventAttributes?.input?.payloads ?? []),
      ...(event.activityTaskCompletedEventAttributes?.result?.payloads ?? []),
      ...(event.workflowExecutionStartedEventAttributes?.input?.payloads ?? []),
    ]);
    const sizes = payloads.map((payload) => payload.data?.length ?? 0);
    runs.push({ events: events.length, largestPayload: Math.max(...sizes) });
    runId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? '';
  }
  return runs;
}

async function eventsOf(workflowId: string, runId: string): Promise<NonNullable<History['events']>> {
  const history = await house.env.client.workflow.getHandle(workflowId, runId).fetchHistory();
  return history.events ?? [];
}

test('six hundred shards, one in seven put back, at the suggestion of the server', async () => {
  const side = new FarSide({
    shard: ({ shard }, nth) => (shard.index % 7 === 0 && nth === 1 ? { missing: 2 } : {}),
  });
  const handle = await house.run('long', side, {
    lanes: [{ queue: 'inference', shards: 600, window: 32 }],
  });
  await handle.result();

  const runs = await histories(handle);
  expect(runs.length).toBeGreaterThan(4);
  for (const { events, largestPayload } of runs) {
    expect(events).toBeLessThan(SUGGESTED_AT_EVENTS + 6 * 32 + 50);
    expect(largestPayload).toBeLessThan(16_384);
  }
  expect([...side.settled.values()].every((cells) => cells === 4)).toBe(true);
  expect([...side.shardCalls.values()].filter((calls) => calls === 2)).toHaveLength(86);
  expect([...side.shardCalls.values()].reduce((sum, calls) => sum + calls, 0)).toBe(686);
  expect(side.mostInFlight).toBeLessThanOrEqual(32);
  expect(side.states.map(({ state }) => state)).toEqual(['running', 'completed']);
  expect(side.figures).toBe(4);
});

test('six hundred shards, every other one put back, still make a small cursor', async () => {
  let down = true;
  const side = new FarSide({ shard: ({ shard }) => (down && shard.index % 2 === 0 ? { missing: 4 } : {}) });
  const handle = await house.run('ragged', side, {
    lanes: [{ queue: 'inference', shards: 600, window: 32 }],
  });
  await until(handle, ({ missing }) => missing > 800);
  down = false;
  await handle.result();
  for (const { largestPayload } of await histories(handle)) expect(largestPayload).toBeLessThan(16_384);
  expect([...side.settled.values()].every((cells) => cells === 4)).toBe(true);
  // What lies between two ranges that were joined is asked once more, and costs nothing.
  expect(side.calls).toBe(2_400);
});

test('a pause, a raised budget and a standstill are carried over, and so are the figures', async () => {
  const door = gate();
  let down = true;
  const side = new FarSide({
    shard: async ({ shard }) => {
      if (shard.index === 8) await door.passed;
      return down && shard.index === 3 ? { missing: 1 } : {};
    },
  });
  const handle = await house.run('carried', side, {
    lanes: [{ queue: 'inference', shards: 30, window: 2 }],
    caps: { calls: 1_000 },
    continueAfterShards: 5,
  });
  await until(handle, ({ shardsDone }) => shardsDone >= 7);
  await handle.executeUpdate<unknown, [unknown]>('setBudget', { args: [{ tokens: 9_000 }] });
  await handle.signal('pause');
  door.open();
  const paused = await until(handle, ({ shardsDone, state }) => state === 'paused' && shardsDone >= 8);
  await handle.signal('resume');
  const blocked = await until(handle, ({ state }) => state === 'blocked');
  expect(paused.caps).toEqual({ calls: 1_000, tokens: 9_000 });
  expect(blocked).toMatchObject<Partial<Progress>>({
    settled: 119,
    missing: 1,
    shardsDone: 29,
    caps: { calls: 1_000, tokens: 9_000 },
    spend: {
      calls: 119,
      promptTokens: 1_190,
      completionTokens: 1_190,
      costMicroUsd: 11_900,
      memoHits: 0,
      callsSentAnew: 0,
    },
  });
  expect(blocked.headline).toMatch(/^figure/);
  down = false;
  await handle.signal('retry');
  await handle.result();
  expect((await histories(handle)).length).toBeGreaterThan(4);
  expect(side.published).toMatchObject([{ partial: false }]);
  expect(states(side)).toEqual(['running', 'paused', 'running', 'blocked', 'running', 'completed']);
});

const afterFit: Cursor = {
  version: CURSOR_VERSION,
  steps: { fit: { name: 'fit', sha256: sha256Hex('the fit of an earlier run') as Sha256 } },
  collection: {
    round: { index: 0, plan: sha256Hex('the plan of an earlier run') as Sha256, cells: 0, lanes: [] },
    fanOut: { ...openFanOut([]), over: true },
    earlier: { cells: 0, shards: 0 },
  },
  allAsked: true,
  phase: 'fit',
  paused: false,
  stopping: false,
  partial: true,
  caps: {},
  spend: NO_SPEND,
  wallMs: 0,
  pace: openPace(0),
};

test('steps that an earlier run did are not done again: their references are handed on', async () => {
  const side = new FarSide();
  await (await house.run('after-fit', side, {}, afterFit)).result();
  expect(side.shardCalls.size).toBe(0);
  expect(side.analysed).toMatchObject([{ part: 'align', from: [afterFit.steps['fit']] }]);
  expect(side.published).toMatchObject([
    { partial: true, results: [afterFit.steps['fit'], { name: 'align' }] },
  ]);
});

test.each([
  ['left by version 1', {}, { ...afterFit, version: 1 } as unknown as Cursor],
  ['begun by version 1', { cells: 4, lanes: [] }, undefined],
])('a run that was %s waits for a worker that knows it, and says so', async (what, changes, cursor) => {
  const start = { ...startOf(what.replaceAll(' ', '-')), ...changes };
  const handle = await house.env.client.workflow.start(workflowTypeOf(start.family), {
    workflowId: start.experiment,
    taskQueue: queueOf(HOME, 'main'),
    args: cursor === undefined ? [start] : [start, cursor],
  });
  let failure: string | null | undefined;
  for (const deadline = Date.now() + 10_000; failure === undefined && Date.now() < deadline;) {
    const events = await eventsOf(handle.workflowId, handle.firstExecutionRunId);
    failure = events.find((event) => event.workflowTaskFailedEventAttributes)
      ?.workflowTaskFailedEventAttributes?.failure?.message;
  }
  expect(failure).toContain('this run is of another version of Holdfast (cursor 1, here 2)');
  await handle.terminate();
});

test('rounds follow one another over continue-as-new: each is planned once, and the cursor holds the last one only', async () => {
  const lane = { queue: 'inference', shards: 6, window: 2 } as const;
  const side = new FarSide({
    rounds: Array.from({ length: 40 }, () => [lane]),
    said: (finished) => `look ${finished}`,
  });
  const handle = await house.run('rounds', side, { continueAfterShards: 9 });
  await handle.result();
  const runs = await histories(handle);
  expect(runs.length).toBeGreaterThan(20);
  expect(Math.max(...runs.map(({ largestPayload }) => largestPayload))).toBeLessThan(2_048);
  expect(side.planned).toEqual(Array.from({ length: 41 }, (_, index) => index - 1));
  expect([...side.shardCalls.values()].every((calls) => calls === 1)).toBe(true);
  expect(side.shardCalls.size).toBe(240);
  expect(await handle.query<Progress>('progress')).toMatchObject({
    ...{ cells: 960, settled: 960, shards: 240, shardsDone: 240, missing: 0 },
  });
});

test('an experiment that is stopped asks for no further round', async () => {
  const door = gate();
  const lane = { queue: 'inference', shards: 3, window: 1 } as const;
  const side = new FarSide({
    rounds: [[lane], [lane], [lane]],
    shard: async ({ round, shard }) =>
      round.index === 1 && shard.index === 1 ? (await door.passed, {}) : {},
  });
  const handle = await house.run('stopped-in-a-round', side);
  await until(handle, ({ shardsDone }) => shardsDone === 4);
  await handle.signal('stop');
  door.open();
  await handle.result();
  expect(side.planned).toEqual([-1, 0]);
  expect(side.published).toMatchObject([{ partial: true }]);
});
