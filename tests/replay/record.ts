/**
 * Records the histories that `replay.test.ts` replays: `node tests/replay/record.ts`. Run it only when a change of
 * the workflows is meant to break running experiments (and say so in the change log); otherwise the histories stay.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import proto from '@temporalio/common/lib/proto-utils.js';
import { SET_BUDGET } from '../../domain/queues.ts';
import { FarSide, fault, gate } from '../workflow/far-side.ts';
import { House, until, type Handle } from '../workflow/server.ts';

const FOLDER = join(import.meta.dirname, 'histories');
const oneAtATime = { lanes: [{ queue: 'inference', shards: 6, window: 1 }] } as const;

/** Who worked where, and stack traces, name the machine that recorded; replay reads neither. */
function withoutHost(key: string, value: unknown): unknown {
  if (key === 'identity') return 'a worker';
  return key === 'stackTrace' ? '' : value;
}

type Scenario = (house: House) => Promise<Handle>;

const scenarios: Readonly<Record<string, Scenario>> = {
  /** Two lanes, no trouble. */
  async undisturbed(house) {
    const handle = await house.run('undisturbed', new FarSide(), {
      lanes: [
        { queue: 'inference', shards: 5, window: 3 },
        { queue: 'inference-local', shards: 2, window: 1 },
      ],
    });
    await handle.result();
    return handle;
  },

  /** Every signal, the update and the query; a put-back shard, a standstill, a cap. */
  async controlled(house) {
    const door = gate();
    let down = true;
    const side: FarSide = new FarSide({
      shard: async ({ shard, caps }, nth) => {
        if (shard.index === 1 && nth === 1) await door.passed;
        if (shard.index === 3 && down) return { missing: 2 };
        const isSpent = caps.calls !== undefined && side.calls >= caps.calls;
        return isSpent ? { missing: 4, missingByClass: { budget: 4 }, examples: [], cap: 'calls' } : {};
      },
    });
    const handle = await house.run('controlled', side, { ...oneAtATime, caps: { calls: 18 } });
    await until(handle, ({ shardsDone }) => shardsDone === 1);
    await handle.signal('pause');
    door.open();
    await until(handle, ({ state, shardsDone }) => state === 'paused' && shardsDone === 2);
    await handle.executeUpdate<unknown, [unknown]>(SET_BUDGET, { args: [{ tokens: 100_000 }] });
    await handle.signal('resume');
    await until(handle, ({ state }) => state === 'blocked');
    await handle.executeUpdate<unknown, [unknown]>(SET_BUDGET, { args: [{ calls: 1_000 }] });
    await until(handle, ({ state, blocked }) => state === 'blocked' && blocked?.includes('missing') === true);
    down = false;
    await handle.signal('retry');
    await handle.result();
    return handle;
  },

  /** A run in the middle of a chain: it begins with a cursor and ends as a new one. */
  async continued(house) {
    const handle = await house.run('continued', new FarSide(), { ...oneAtATime, continueAfterShards: 2 });
    await handle.result();
    const { events } = await house.env.client.workflow
      .getHandle(handle.workflowId, handle.firstExecutionRunId)
      .fetchHistory();
    const second = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? '';
    return { ...handle, firstExecutionRunId: second };
  },

  /** Three rounds with a look after each; a shard whose turn was over goes on. */
  async rounds(house) {
    const lane = { queue: 'inference', shards: 4, window: 2 } as const;
    const side = new FarSide({
      rounds: [[lane], [lane], [lane]],
      said: (finished) => `look ${finished}`,
      shard: ({ shard }, nth) =>
        shard.index === 1 && nth === 1 ? { settled: 2, settledNow: 2, turnOver: true } : {},
    });
    const handle = await house.run('rounds', side, { continueAfterShards: 100 });
    await handle.result();
    return handle;
  },

  async stopped(house) {
    const door = gate();
    const side = new FarSide({
      shard: async ({ shard }) => (shard.index === 2 ? (await door.passed, {}) : {}),
    });
    const handle = await house.run('stopped', side, oneAtATime);
    await until(handle, ({ shardsDone }) => shardsDone === 2);
    await handle.signal('stop');
    door.open();
    await handle.result();
    return handle;
  },

  async cancelled(house) {
    const door = gate();
    const side = new FarSide({
      shard: async ({ shard }) => (shard.index === 2 ? (await door.passed, {}) : {}),
    });
    const handle = await house.run('cancelled', side, oneAtATime);
    await until(handle, ({ shardsDone }) => shardsDone === 2);
    await handle.cancel();
    await until(handle, ({ state }) => state === 'stopping');
    door.open();
    await handle.result().catch(() => undefined);
    return handle;
  },

  async faulty(house) {
    const side = new FarSide({
      analyse: ({ part }) => {
        if (part === 'align') throw fault('the two fits have no item in common');
      },
    });
    const handle = await house.run('faulty', side, oneAtATime);
    await handle.result().catch(() => undefined);
    return handle;
  },
};

await mkdir(FOLDER, { recursive: true });
const house = await House.open();
try {
  for (const [name, play] of Object.entries(scenarios)) {
    const { workflowId, firstExecutionRunId } = await play(house);
    const run = house.env.client.workflow.getHandle(workflowId, firstExecutionRunId);
    const history = JSON.parse(proto.historyToJSON(await run.fetchHistory()), withoutHost) as unknown;
    await writeFile(join(FOLDER, `${name}.json`), `${JSON.stringify({ workflowId, history }, null, 1)}\n`);
    console.error(`recorded ${name}`);
  }
} finally {
  await house.close();
}
