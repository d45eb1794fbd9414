/** The control table against a real server: blocked by missing cells, and by the budget. */
import { FarSide, gate } from './far-side.ts';
import { endpoint, oneAtATime, setBudget, states } from './scripts.ts';
import { House, until } from './server.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(async () => {
  await house.close();
});

describe('blocked by missing cells', () => {
  test('an endpoint that is down from the start is not asked for every shard', async () => {
    const { side, mend } = endpoint();
    const handle = await house.run('down', side, { lanes: [{ queue: 'inference', shards: 100, window: 4 }] });
    const { blocked, missing } = await until(handle, ({ state }) => state === 'blocked');
    expect(side.shardCalls.size).toBeLessThan(12);
    expect(missing).toBe(4 * side.shardCalls.size);
    expect(blocked).toContain('the endpoint answers 503');
    expect(blocked).toContain('see that the endpoint runs and answers');
    expect(blocked).toContain("'holdfast retry alignment/down/");
    mend();
    await handle.signal('retry');
    await handle.result();
    expect(side.settled.size).toBe(100);
    expect([...side.settled.values()].every((cells) => cells === 4)).toBe(true);
    expect(states(side)).toEqual(['running', 'blocked', 'running', 'completed']);
    expect(side.states[1]?.detail).toBe(blocked);
  });

  test('put-back shards are launched again; a pass that settles none of them blocks; pause does nothing; resume retries', async () => {
    let down = true;
    const side = new FarSide({ shard: ({ shard }) => (down && shard.index % 5 === 0 ? { missing: 3 } : {}) });
    const handle = await house.run('passes', side);
    const { missing, settled } = await until(handle, ({ state }) => state === 'blocked');
    expect([missing, settled]).toEqual([12, 68]);
    expect(['0:0', '0:1', '0:5'].map((shard) => side.shardCalls.get(shard))).toEqual([2, 1, 2]);
    await handle.signal('pause');
    expect((await until(handle, () => true)).state).toBe('blocked');
    down = false;
    await handle.signal('resume');
    await handle.result();
    expect(['0:0', '0:1', '0:5'].map((shard) => side.shardCalls.get(shard))).toEqual([3, 1, 3]);
    expect(side.published).toMatchObject([{ partial: false }]);
  });

  test('an endpoint is asked again by itself, later each time, and the study goes on when it answers', async () => {
    const { side, mend } = endpoint();
    const probe = { firstMs: 400, longestMs: 1_000 };
    const handle = await house.run('probed', side, { ...oneAtATime, probe });
    const { blocked } = await until(handle, ({ state }) => state === 'blocked');
    expect(blocked).toMatch(/It is tried again by itself at \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    const asked = side.shardCalls.size;
    const calls = (): number => [...side.shardCalls.values()].reduce((sum, times) => sum + times, 0);
    const before = calls();
    await until(handle, () => calls() > before + 2);
    mend();
    await handle.result();
    expect(asked).toBeLessThan(6);
    expect(states(side).at(-1)).toBe('completed');
    expect(states(side).filter((state) => state === 'blocked').length).toBeGreaterThan(1);
  });

  test('what a person has to mend is not asked again by itself', async () => {
    const side = new FarSide({ shard: () => ({ missing: 4, missingByClass: { 'refused-key': 4 } }) });
    const probe = { firstMs: 50, longestMs: 50 };
    const handle = await house.run('refused', side, { ...oneAtATime, probe });
    const { blocked } = await until(handle, ({ state }) => state === 'blocked');
    const asked = [...side.shardCalls.values()];
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([...side.shardCalls.values()]).toEqual(asked);
    expect(blocked).not.toContain('by itself');
    await handle.terminate();
  });

  test('a retry that brings nothing blocks again', async () => {
    const { side, mend } = endpoint();
    const handle = await house.run('again', side, oneAtATime);
    await until(handle, ({ state }) => state === 'blocked');
    const asked = side.shardCalls.size;
    await handle.signal('retry');
    await until(handle, ({ state }) => state === 'blocked' && side.shardCalls.size > asked);
    mend();
    await handle.signal('retry');
    await handle.result();
  });

  test('stop reports on what is there; a budget changes nothing', async () => {
    const { side } = endpoint();
    const handle = await house.run('blocked-stop', side, oneAtATime);
    await until(handle, ({ state }) => state === 'blocked');
    await setBudget(handle, { calls: 1_000 });
    expect((await until(handle, () => true)).state).toBe('blocked');
    await handle.signal('stop');
    await handle.result();
    expect(side.published).toMatchObject([{ partial: true }]);
    expect(states(side)).toEqual(['running', 'blocked', 'stopping', 'stopped']);
  });

  test('a lane goes on while another stands still, and says so', async () => {
    let down = true;
    const door = gate();
    const side = new FarSide({
      shard: async ({ shard }) => {
        if (shard.lane === 0) return down ? { missing: 4 } : {};
        if (shard.index === 19) await door.passed;
        return {};
      },
    });
    const handle = await house.run('two-lanes', side, {
      lanes: [
        { queue: 'inference', shards: 30, window: 2 },
        { queue: 'inference-local', shards: 20, window: 1 },
      ],
    });
    const { state, blocked } = await until(handle, ({ shardsDone }) => shardsDone === 19);
    expect(state).toBe('running');
    expect(blocked).toContain('Cells on the queue inference are missing (endpoint');
    down = false;
    await handle.signal('retry');
    await until(handle, ({ shardsDone }) => shardsDone === 49);
    door.open();
    await handle.result();
    expect(states(side)).toEqual(['running', 'completed']);
  });
});

describe('blocked by the budget', () => {
  /** The store's part: from `calls` on every shard meets the cap. */
  function metered(): FarSide {
    const side: FarSide = new FarSide({
      shard: ({ caps }) =>
        caps.calls !== undefined && side.calls >= caps.calls
          ? { missing: 4, missingByClass: { budget: 4 }, examples: [], cap: 'calls' }
          : {},
    });
    return side;
  }

  test('waits at the cap, and goes on by itself when the budget is enough', async () => {
    const side = metered();
    const handle = await house.run('cap', side, { caps: { calls: 20 } });
    const { blocked, spend } = await until(handle, ({ state }) => state === 'blocked');
    expect(spend.calls).toBeGreaterThanOrEqual(20);
    expect(blocked).toContain(`The budget is used up: calls, ${spend.calls} of 20.`);
    expect(blocked).toContain("Raise it with 'holdfast budget alignment/cap/");
    await setBudget(handle, { calls: 10 });
    expect((await until(handle, () => true)).state).toBe('blocked');
    await setBudget(handle, { calls: 1_000 });
    await handle.result();
    expect(side.calls).toBe(80);
    expect(states(side).filter((state) => state !== 'blocked')).toEqual(['running', 'running', 'completed']);
  });

  test('a retry without a larger budget blocks again', async () => {
    const side = metered();
    const handle = await house.run('cap-retry', side, { caps: { calls: 20 } });
    await until(handle, ({ state }) => state === 'blocked');
    const asked = [...side.shardCalls.values()].reduce((sum, calls) => sum + calls, 0);
    await handle.signal('retry');
    await until(
      handle,
      ({ state }) => state === 'blocked' && [...side.shardCalls.values()].reduce((a, b) => a + b, 0) > asked,
    );
    await handle.signal('stop');
    await handle.result();
    expect(states(side).at(-1)).toBe('stopped');
  });

  test('what a later run carries over is told to the store: caps as soon as they are set, and the time used', async () => {
    const side = new FarSide({
      shard: async () => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return {};
      },
    });
    const handle = await house.run('carried', side, {
      ...oneAtATime,
      caps: { calls: 500, wallMs: 9_000 },
      wallMsUsed: 5_000,
    });
    await until(handle, ({ shardsDone }) => shardsDone === 1);
    await setBudget(handle, { calls: 1_000 });
    await handle.result();
    expect(side.states.map(({ state, carried }) => [state, carried?.caps.calls])).toEqual([
      ['running', 500],
      ['running', 1_000],
      ['completed', 1_000],
    ]);
    expect(side.states[0]?.carried?.wallMs).toBeGreaterThanOrEqual(5_000);
    expect(side.states.at(-1)?.carried?.wallMs).toBeGreaterThan(5_300);
  });

  test('wall time that an earlier run used is used', async () => {
    const handle = await house.run('used-before', new FarSide(), {
      caps: { wallMs: 5_000 },
      wallMsUsed: 5_000,
    });
    const { blocked } = await until(handle, ({ state }) => state === 'blocked');
    expect(blocked).toContain('The budget is used up: wall time');
    await handle.signal('stop');
    await handle.result();
  });

  test('wall time does not run while paused', async () => {
    const side = new FarSide({
      shard: async () => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return {};
      },
    });
    const handle = await house.run('wall', side, { ...oneAtATime, caps: { wallMs: 3_500 } });
    await until(handle, ({ shardsDone }) => shardsDone === 1);
    await handle.signal('pause');
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect((await until(handle, () => true)).state).toBe('paused');
    await handle.signal('resume');
    await handle.result();
    expect(states(side).at(-1)).toBe('completed');
  });

  test('wall time blocks when it is used up, and goes on when it is raised', async () => {
    const side = new FarSide({
      shard: async () => {
        await new Promise((resolve) => setTimeout(resolve, 120));
        return {};
      },
    });
    const handle = await house.run('wall-cap', side, { ...oneAtATime, caps: { wallMs: 200 } });
    const { blocked } = await until(handle, ({ state }) => state === 'blocked');
    expect(blocked).toContain('The budget is used up: wall time');
    expect(side.shardCalls.size).toBeLessThan(4);
    await setBudget(handle, { wallMs: 60_000 });
    await handle.result();
  });
});
