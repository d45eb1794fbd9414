/** Flows over a real server: children that outlive each run of their parent, and are delivered once. */
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import type { Lane } from '../../../domain/experiment.ts';
import { FarSide, gate } from '../far-side.ts';
import { bundleOf, House, until, type Handle } from '../server.ts';

const WORKFLOWS = join(import.meta.dirname, 'workflows.ts');

let house: House;
beforeAll(async () => {
  house = await House.open([], WORKFLOWS);
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
