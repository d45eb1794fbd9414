/** What the Temporal UI shows: summaries on every activity, a live card, state and phase as columns, the end in the memo. */
import type { WorkflowHandle } from '@temporalio/client';
import type { LabBook } from '../../domain/lab-book.ts';
import { FarSide, fault, gate } from './far-side.ts';
import { held, oneAtATime } from './scripts.ts';
import { House, until } from './server.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(async () => {
  await house.close();
});

const book: LabBook = {
  title: 'Would you swear?',
  models: ['planted at scripted'],
  arms: ['first', 'second'],
  spec: 'demo.yaml, SHA-256 0123',
};

/** The card as the UI asks for it: of a worker. */
async function cardOf(handle: WorkflowHandle): Promise<string> {
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  return currentDetails;
}

test('a study reads like a lab book', async () => {
  const door = gate();
  const side = new FarSide({
    shard: async ({ shard }, nth) => {
      if (shard.index === 15) await door.passed;
      return shard.index === 4 && nth === 1 ? { missing: 1 } : {};
    },
  });
  const handle = await house.run('lab-book', side, {
    title: 'verbal aggression',
    lanes: [{ queue: 'inference-local', shards: 20, window: 1 }],
  });
  await until(handle, ({ shardsDone }) => shardsDone === 14);
  const currentDetails = await cardOf(handle);
  expect(currentDetails).toContain('### verbal aggression\n**collect** · running');
  expect(currentDetails).toMatch(/- \*\*Left to collect\*\* about /);
  expect(currentDetails).toContain('- **Progress** 59 of 80 cells (73 %), 1 missing; 14 of 20 shards');
  expect(currentDetails).toMatch(/- \*\*Figure so far\*\* figure 3/);
  expect(currentDetails).toContain('- **Spend** 59 calls');
  door.open();
  await handle.result();

  const { events } = await handle.fetchHistory();
  const summaries = (events ?? [])
    .filter((event) => event.activityTaskScheduledEventAttributes)
    .map((event) => JSON.parse(Buffer.from(event.userMetadata?.summary?.data ?? []).toString()) as string);
  expect(summaries).toEqual(
    expect.arrayContaining([
      'note in the store: running',
      'collect: shard 1 of 20 on inference-local',
      'collect: shard 5 of 20 on inference-local, pass 2',
      'figure so far, at 50 %',
      'analyse: fit',
      'analyse: align',
      'report',
    ]),
  );
  expect(summaries).toHaveLength(new Set(summaries).size);

  const upserts = (events ?? []).filter((event) => event.upsertWorkflowSearchAttributesEventAttributes);
  expect(upserts).toHaveLength(5);
  const { searchAttributes } = await handle.describe();
  expect(searchAttributes).toMatchObject({ HoldfastState: ['completed'], HoldfastPhase: ['report'] });
});

test('the card moves as cells settle, not by whole shards', async () => {
  const door = gate();
  const side = new FarSide({
    shard: async (_, nth) => {
      if (nth === 1) return { settled: 3, settledNow: 3, turnOver: true };
      await door.passed;
      return { settledNow: 1 };
    },
  });
  const handle = await house.run('cells', side, { lanes: [{ queue: 'inference', shards: 2, window: 2 }] });
  await until(handle, ({ settled }) => settled === 6);
  expect(await cardOf(handle)).toContain('- **Progress** 6 of 8 cells (75 %); 0 of 2 shards');
  door.open();
  await handle.result();
});

test('what it is about stands in summary, details and memo, and its end in the memo, over any number of runs', async () => {
  const changes = { ...oneAtATime, continueAfterShards: 2 };
  const handle = await house.run('memo', new FarSide(), changes, undefined, book);
  const { client } = house.env;
  const first = await client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId).describe();
  expect(await first.staticSummary()).toBe('Would you swear? · planted at scripted · arms: first, second');
  expect(await first.staticDetails()).toContain('- **Spec** demo.yaml, SHA-256 0123');
  await handle.result();
  const last = client.workflow.getHandle(handle.workflowId);
  const { runId, memo } = await last.describe();
  expect(runId).not.toBe(handle.firstExecutionRunId);
  // Temporal hands on the memo alone; the card says again what the summary said.
  expect(await cardOf(last)).toContain('- **Arms** first, second\n- **Spec** demo.yaml, SHA-256 0123');
  expect(memo).toEqual({ ...book, ended: 'completed: share of the ceiling 0.93' });
});

test('the card of a study that has ended is its last, from a worker that never saw it run', async () => {
  const handle = await house.run('ended', new FarSide(), { title: 'the end', ...oneAtATime });
  await handle.result();
  const card = await cardOf(handle);
  expect(card).toMatch(/^### the end\n\*\*completed\*\* · /);
  expect(card).toContain('- **Progress** 24 of 24 cells (100 %)');
  expect(card).toContain('./holdfast report alignment/ended/');
  await house.restart();
  expect(await cardOf(handle)).toBe(card);
});

test('a stopped study is no completed one: canceled where it was cancelled, and so in column, card and memo', async () => {
  const { side, open } = held(2);
  const handle = await house.run('stopped', side, oneAtATime);
  await until(handle, ({ shardsDone }) => shardsDone === 2);
  await handle.cancel();
  open();
  await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
  const { status, searchAttributes, memo } = await handle.describe();
  expect(status.name).toBe('CANCELLED');
  expect(searchAttributes).toMatchObject({ HoldfastState: ['stopped'] });
  expect(memo).toEqual({ ended: 'stopped: share of the ceiling 0.93' });
  expect(await cardOf(handle)).toContain(
    '#### It was stopped\nshare of the ceiling 0.93\nRun its spec again',
  );
  expect(side.published).toMatchObject([{ partial: true }]);
});

test('one that was stopped by the signal says so in column, card and memo; a failed one says why', async () => {
  const { side, open } = held(2);
  const handle = await house.run('signalled', side, oneAtATime);
  await until(handle, ({ shardsDone }) => shardsDone === 2);
  await handle.signal('stop');
  open();
  await handle.result();
  const { searchAttributes, memo } = await handle.describe();
  expect(searchAttributes).toMatchObject({ HoldfastState: ['stopped'], HoldfastPhase: ['report'] });
  expect(memo).toEqual({ ended: 'stopped: share of the ceiling 0.93' });

  const failing = new FarSide({
    analyse: () => {
      throw fault('nothing in common');
    },
  });
  const failed = await house.run('failed', failing, oneAtATime);
  await expect(failed.result()).rejects.toThrow();
  expect((await failed.describe()).memo).toEqual({ ended: 'failed: nothing in common' });
  expect(await cardOf(failed)).toContain('#### Why it failed\nnothing in common');
});
