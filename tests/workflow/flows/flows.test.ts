/** Flows over a real server: children that outlive each run of their parent, and are delivered once. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { Worker } from '@temporalio/worker';
import type { Lane, Sha256 } from '../../../domain/experiment.ts';
import type { HandOut } from '../../../domain/flow.ts';
import { FarSide, fault, gate } from '../far-side.ts';
import { bundleOf, House, until, type Handle } from '../server.ts';

const SUGGESTED_AT_EVENTS = 400;
const WORKFLOWS = join(import.meta.dirname, 'workflows.ts');

let house: House;
beforeAll(async () => {
  house = await House.open([`limit.historyCount.suggestContinueAsNew=${SUGGESTED_AT_EVENTS}`], WORKFLOWS);
});
afterAll(async () => {
  await house.close();
});

const lanes = (shards: number): readonly Lane[] => [{ queue: 'inference', shards, window: 4 }];

/** What a whole gathering of so many episodes comes to. */
const whole = (episodes: number): string => `${episodes} sum up to ${(episodes * (episodes - 1)) / 2}`;

/** The runs of a workflow, the first one first. */
async function runsOf({ workflowId, firstExecutionRunId }: Handle): Promise<object[]> {
  const runs: object[] = [];
  for (let runId = firstExecutionRunId; runId !== '';) {
    const history = await house.env.client.workflow.getHandle(workflowId, runId).fetchHistory();
    runs.push(history);
    runId = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? '';
  }
  return runs;
}

async function waitFor(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !holds(); await sleep(20))
    if (Date.now() > deadline) throw new Error(`waited in vain: ${holds.toString()}`);
}

/** Ids of its children that are open, as the history of its runs names them. */
async function openChildren(handle: Handle): Promise<string[]> {
  const open: string[] = [];
  for (let number = 0; number < 100; number++) {
    const id = `${handle.workflowId}/episodes/${number}`;
    const state = await house.env.client.workflow
      .getHandle(id)
      .describe()
      .catch(() => undefined);
    if (state === undefined) break;
    if (state.status.name === 'RUNNING') open.push(id);
  }
  return open;
}

test('every episode of a round is taken once, and no more than the window are open', async () => {
  const side = new FarSide();
  const handle = await house.run('instant', side, { family: 'gather', lanes: lanes(42) });
  await handle.result();
  expect(side.analysed.map(({ part }) => part)).toEqual([whole(42)]);
  expect([...side.shardCalls.values()]).toEqual(Array.from({ length: 42 }, () => 1));
  expect(side.mostInFlight).toBeLessThanOrEqual(10);
  const workflowBundle = await bundleOf(WORKFLOWS);
  for (const history of await runsOf(handle)) await Worker.runReplayHistory({ workflowBundle }, history);
});

test('a parent that continues as new while they run hears of each once', async () => {
  const side = new FarSide();
  const start = { family: 'gather', lanes: lanes(60), continueAfterShards: 7 };
  const handle = await house.run('continued', side, start);
  await handle.result();
  expect((await runsOf(handle)).length).toBeGreaterThan(4);
  expect(side.analysed.map(({ part }) => part)).toEqual([whole(60)]);
  expect([...side.shardCalls.values()].every((calls) => calls === 1)).toBe(true);
});

test('one that takes long does not hold the others up', async () => {
  const door = gate();
  const side = new FarSide({
    shard: async ({ shard }) => (shard.index === 3 ? (await door.passed, {}) : {}),
  });
  const handle = await house.run('straggler', side, { family: 'gather', lanes: lanes(40) });
  await until(handle, ({ shardsDone }) => shardsDone === 39);
  door.open();
  await handle.result();
  expect(side.analysed.map(({ part }) => part)).toEqual([whole(40)]);
});

test('a flow without an end is ended: its children say so, and none is left', async () => {
  const side = new FarSide();
  const start = { family: 'sample', lanes: lanes(10_000), continueAfterShards: 4 };
  const handle = await house.run('endless', side, start);
  await handle.result();
  // An update that was cut off by the end of a run is done again, on the same batch.
  const updates = new Set(side.analysed.map(({ part }) => part));
  expect([...updates]).toEqual(['update 0 on 6', 'update 1 on 6', 'update 2 on 6', '18 taken']);
  expect(side.shardCalls.size).toBeLessThanOrEqual(18 + 10 + 10);
  expect(await openChildren(handle)).toEqual([]);
});

const oneProgram = { program: 'p'.repeat(64) as Sha256, wallSeconds: 5 };
const waits = { settled: 0, settledNow: 0, waiting: [oneProgram] };

test('an episode has its programs run between its turns, and is told of one whose result is missing', async () => {
  const inputs: (HandOut | undefined)[] = [];
  const side = new FarSide({
    shard: ({ shard, handOut }, nth) => {
      if (shard.index !== 1) return {};
      inputs.push(handOut);
      return nth < 3 ? { ...waits, heard: { answers: nth, programs: nth } } : {};
    },
    program: (_, nth) =>
      nth === 2 ? { kind: 'missing', missingClass: 'tool', reason: 'no sandbox' } : undefined,
  });
  const handle = await house.run('programs', side, { family: 'gather', lanes: lanes(3) });
  await handle.result();
  expect(side.programs).toMatchObject([{ program: oneProgram.program }, { shard: { lane: 0, index: 1 } }]);
  expect(inputs).toEqual([
    {},
    { heard: { answers: 1, programs: 1 } },
    {
      heard: { answers: 2, programs: 2 },
      lost: [{ program: oneProgram.program, missingClass: 'tool', reason: 'no sandbox' }],
    },
  ]);
});

test('pause reaches the children: nothing more is asked or run until somebody says resume', async () => {
  const door = gate();
  const side = new FarSide({
    shard: (_, nth) => (nth === 1 ? waits : {}),
    program: async () => door.passed,
  });
  const handle = await house.run('paused', side, { family: 'gather', lanes: lanes(12) });
  await waitFor(() => side.programs.length === 10);
  await handle.signal('pause');
  await until(handle, ({ state }) => state === 'paused');
  // What was begun ends; the message has reached every child by then.
  await sleep(1500);
  door.open();
  await sleep(1500);
  expect([...side.shardCalls.values()]).toEqual(Array.from({ length: 10 }, () => 1));
  await handle.signal('resume');
  await handle.result();
  expect(side.analysed.map(({ part }) => part)).toEqual([whole(12)]);
});

test('stop ends what the children run; what was not settled is not scored, and the report is on what is there', async () => {
  let given = 0;
  const side = new FarSide({
    shard: ({ shard }) => (shard.index < 5 ? {} : waits),
    program: async () =>
      Context.current().cancelled.catch((error: unknown) => {
        given += 1;
        throw error;
      }),
  });
  const handle = await house.run('stopped', side, { family: 'gather', lanes: lanes(12) });
  await waitFor(() => side.programs.length === 7);
  await handle.signal('stop');
  await handle.result();
  expect(given).toBe(7);
  expect(side.published).toMatchObject([{ partial: true }]);
  expect(side.analysed.map(({ part }) => part)).toEqual([whole(5)]);
  expect(await openChildren(handle)).toEqual([]);
});

test('cells that are missing come back: the flow stands still, says why, and goes on when somebody says retry', async () => {
  let down = true;
  const side = new FarSide({ shard: () => (down ? { missing: 4, missingByClass: { rejected: 4 } } : {}) });
  const handle = await house.run('missing', side, { family: 'gather', lanes: lanes(12) });
  const { blocked } = await until(handle, ({ state }) => state === 'blocked');
  expect(blocked).toContain('Cells of the flow episodes are missing (rejected');
  down = false;
  await handle.signal('retry');
  await handle.result();
  expect(side.analysed.map(({ part }) => part)).toEqual([whole(12)]);
});

test('a fault of one ends the others, and the experiment', async () => {
  const side = new FarSide({
    shard: async ({ shard }) => {
      if (shard.index === 4) throw fault('this plan is broken');
      return shard.index > 4 ? waits : {};
    },
    program: async () => {
      await Context.current().cancelled;
    },
  });
  const handle = await house.run('faulty', side, { family: 'gather', lanes: lanes(12) });
  await expect(handle.result()).rejects.toThrow();
  expect(side.states.at(-1)).toMatchObject({ state: 'failed', detail: 'this plan is broken' });
  expect(await openChildren(handle)).toEqual([]);
});

test('a child that somebody terminates is started again', async () => {
  const door = gate();
  const side = new FarSide({
    shard: async ({ shard }, nth) => (shard.index === 3 && nth === 1 ? (await door.passed, {}) : {}),
  });
  const handle = await house.run('terminated', side, { family: 'gather', lanes: lanes(12) });
  await waitFor(() => side.shardCalls.size === 12);
  await house.env.client.workflow.getHandle(`${handle.workflowId}/episodes/3`).terminate('by hand');
  await handle.result();
  door.open();
  expect(side.analysed.map(({ part }) => part)).toEqual([whole(12)]);
  expect(side.shardCalls.get('0:3')).toBe(2);
});

test('children outlive a parent that is terminated: the next one hears of them, and starts none twice', async () => {
  const door = gate();
  const side = new FarSide({ shard: async () => (await door.passed, {}) });
  const first = await house.run('orphans', side, { family: 'gather', lanes: lanes(12) });
  await waitFor(() => side.shardCalls.size === 10);
  await first.terminate('by hand');
  const second = await house.run('orphans', side, { family: 'gather', lanes: lanes(12) });
  await sleep(1500);
  door.open();
  await second.result();
  expect(side.analysed.map(({ part }) => part)).toEqual([whole(12)]);
  expect([...side.shardCalls.values()]).toEqual(Array.from({ length: 12 }, () => 1));
});

test('an episode of many turns continues as new, hears its parent, and is heard by it', async () => {
  const turns = 90;
  const side = new FarSide({
    shard: (_, nth) => (nth < turns ? { settled: 0, settledNow: 0, turnOver: true } : {}),
  });
  const handle = await house.run('many-turns', side, { family: 'gather', lanes: lanes(2) });
  await handle.result();
  expect([...side.shardCalls.values()]).toEqual([turns, turns]);
  const last = await house.env.client.workflow.getHandle(`${handle.workflowId}/episodes/1`).describe();
  const { events } = await house.env.client.workflow
    .getHandle(`${handle.workflowId}/episodes/1`, last.runId)
    .fetchHistory();
  expect(events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId).toBeTruthy();
});
