/** The control table against a real server: running, paused, ended. */
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Caps } from '../../domain/experiment.ts';
import { FarSide, fault, gate } from './far-side.ts';
import { held, oneAtATime, setBudget, states } from './scripts.ts';
import { House, until } from './server.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(async () => {
  await house.close();
});

describe('running', () => {
  test('pause lets what is in flight finish and launches nothing; resume goes on', async () => {
    const { side, open } = held(2);
    const handle = await house.run('pause', side, oneAtATime);
    await until(handle, ({ shardsDone }) => shardsDone === 2);
    await handle.signal('pause');
    open();
    const paused = await until(handle, ({ shardsDone }) => shardsDone === 3);
    expect(paused.state).toBe('paused');
    expect(paused.etaMs).toBeUndefined();
    await handle.signal('pause');
    await handle.signal('retry');
    expect((await until(handle, () => true)).state).toBe('paused');
    expect(side.shardCalls.size).toBe(3);
    await handle.signal('resume');
    await handle.result();
    expect(states(side)).toEqual(['running', 'paused', 'running', 'completed']);
  });

  test('resume and retry change nothing', async () => {
    const { side, open } = held(2);
    const handle = await house.run('nothing', side, oneAtATime);
    await until(handle, ({ shardsDone }) => shardsDone === 2);
    await handle.signal('resume');
    await handle.signal('retry');
    expect((await until(handle, () => true)).state).toBe('running');
    open();
    await handle.result();
    expect(states(side)).toEqual(['running', 'completed']);
  });

  test('stop finishes what is in flight and reports on what is there', async () => {
    const { side, open } = held(2);
    const handle = await house.run('stop', side, oneAtATime);
    await until(handle, ({ shardsDone }) => shardsDone === 2);
    await handle.signal('stop');
    expect((await until(handle, () => true)).state).toBe('stopping');
    open();
    await handle.result();
    expect(side.shardCalls.size).toBe(3);
    expect(side.published).toMatchObject([{ partial: true }]);
    expect(states(side)).toEqual(['running', 'stopping', 'stopped']);
  });

  test('cancelling in the Temporal UI is stopping', async () => {
    const { side, open } = held(2);
    const handle = await house.run('cancel', side, oneAtATime);
    await until(handle, ({ shardsDone }) => shardsDone === 2);
    await handle.cancel();
    await until(handle, ({ state }) => state === 'stopping');
    open();
    await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    expect(side.shardCalls.size).toBe(3);
    expect(side.published).toMatchObject([{ partial: true }]);
    expect(states(side).at(-1)).toBe('stopped');
  });

  test('a stop that comes when everything is collected cuts nothing short', async () => {
    const door = gate();
    const side = new FarSide({ analyse: async ({ part }) => (part === 'fit' ? door.passed : undefined) });
    const handle = await house.run('late-stop', side);
    await until(handle, ({ phase }) => phase === 'fit');
    await handle.signal('stop');
    door.open();
    await handle.result();
    expect(side.published).toMatchObject([{ partial: false }]);
    expect(states(side).at(-1)).toBe('completed');
  });

  test('setBudget is applied to what is launched next', async () => {
    const { side, open } = held(2);
    const seen: Caps[] = [];
    const noting = new FarSide({
      shard: (input, nth) => {
        seen.push(input.caps);
        return side.script.shard?.(input, nth) ?? {};
      },
    });
    const handle = await house.run('budget-applied', noting, { ...oneAtATime, caps: { tokens: 5_000 } });
    await until(handle, ({ shardsDone }) => shardsDone === 2);
    expect(await setBudget(handle, { calls: 900 })).toEqual({ tokens: 5_000, calls: 900 });
    open();
    await handle.result();
    expect(seen[0]).toEqual({ tokens: 5_000 });
    expect(seen.at(-1)).toEqual({ tokens: 5_000, calls: 900 });
  });

  test('setBudget is refused where it makes no sense, and says why', async () => {
    const { side, open } = held(0);
    const handle = await house.run('refused', side, { ...oneAtATime, caps: { calls: 7 } });
    const refusals: [unknown, string][] = [
      [{ calls: 0 }, 'the cap on calls must be a whole number of at least 1, not 0'],
      [{ costMicroUsd: 1.5 }, 'the cap on costMicroUsd must be a whole number of at least 1, not 1.5'],
      [{ dollars: 5 }, "'dollars' is no cap; these are: calls, tokens, costMicroUsd, wallMs"],
    ];
    for (const [caps, why] of refusals) {
      const error = await setBudget(handle, caps).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
      expect((error as WorkflowUpdateFailedError).cause?.message).toContain(why);
    }
    expect((await until(handle, () => true)).caps).toEqual({ calls: 7 });
    open();
    await handle.result();
  });
});

describe('paused', () => {
  test('stop reports on what is there', async () => {
    const { side, open } = held(2);
    const handle = await house.run('paused-stop', side, oneAtATime);
    await until(handle, ({ shardsDone }) => shardsDone === 2);
    await handle.signal('pause');
    open();
    await handle.signal('stop');
    await handle.result();
    expect(side.published).toMatchObject([{ partial: true }]);
    expect(states(side).at(-1)).toBe('stopped');
  });

  test('setBudget is applied, and it stays paused', async () => {
    const { side, open } = held(0);
    const handle = await house.run('paused-budget', side, oneAtATime);
    await handle.signal('pause');
    await setBudget(handle, { calls: 50 });
    expect(await until(handle, () => true)).toMatchObject({ state: 'paused', caps: { calls: 50 } });
    open();
    await handle.signal('resume');
    await handle.result();
  });

  test('pause holds between two steps as well', async () => {
    const door = gate();
    const side = new FarSide({ analyse: async ({ part }) => (part === 'fit' ? door.passed : undefined) });
    const handle = await house.run('paused-step', side);
    await until(handle, ({ phase }) => phase === 'fit');
    await handle.signal('pause');
    door.open();
    await until(handle, ({ phase }) => phase === 'align');
    expect(side.analysed).toHaveLength(1);
    await handle.signal('resume');
    await handle.result();
    expect(side.analysed).toHaveLength(2);
  });
});

describe('ended', () => {
  test('a fault fails the experiment when what is in flight is back', async () => {
    const side = new FarSide({
      shard: async ({ shard }) => {
        if (shard.index === 3) throw fault('the plan names a persona field that the data lack');
        await new Promise((resolve) => setTimeout(resolve, 50));
        return {};
      },
    });
    const handle = await house.run('fault', side);
    await expect(handle.result()).rejects.toMatchObject({
      cause: { type: 'Fault', message: 'the plan names a persona field that the data lack' },
    });
    expect(side.inFlight).toBe(0);
    expect(side.states.at(-1)).toMatchObject({
      state: 'failed',
      detail: 'the plan names a persona field that the data lack',
    });
  });

  test('a fault in an analysis fails it; in one that was stopped, it is stopped without a report', async () => {
    const broken = (): void => {
      throw fault('no item was answered');
    };
    const side = new FarSide({ analyse: broken });
    await expect((await house.run('fit-fault', side)).result()).rejects.toThrow();
    expect(side.states.at(-1)).toMatchObject({ state: 'failed' });

    const { side: waiting, open } = held(0);
    const stopped = new FarSide({ ...waiting.script, analyse: broken });
    const handle = await house.run('stop-fault', stopped, oneAtATime);
    await handle.signal('stop');
    open();
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'Stopped' } });
    expect(stopped.states.at(-1)).toMatchObject({
      state: 'stopped',
      detail: 'Stopped without a report: no item was answered',
    });
  });

  test('a step that no attempt could do blocks, and a retry does it', async () => {
    let broken = true;
    const side = new FarSide({
      analyse: () => {
        // Not retryable, so that the test need not wait for five attempts.
        if (broken) throw ApplicationFailure.nonRetryable('out of memory', 'Error');
      },
    });
    const handle = await house.run('step', side);
    const { blocked } = await until(handle, ({ state }) => state === 'blocked');
    expect(blocked).toContain("The step 'fit' could not be done: out of memory");
    broken = false;
    await handle.signal('retry');
    await handle.result();
    expect(side.analysed.map(({ part }) => part)).toEqual(['fit', 'fit', 'align']);
  });

  test('a shard that no attempt could do is missing, by its own words', async () => {
    let broken = true;
    const side = new FarSide({
      shard: ({ shard }) => {
        if (broken && shard.index === 7)
          throw ApplicationFailure.nonRetryable('the weights are damaged', 'Error');
        return {};
      },
    });
    const handle = await house.run('lost', side);
    const { blocked, missing } = await until(handle, ({ state }) => state === 'blocked');
    expect(missing).toBe(4);
    expect(blocked).toContain('missing (worker 4)');
    expect(blocked).toContain('the weights are damaged');
    broken = false;
    await handle.signal('retry');
    await handle.result();
    expect(side.shardCalls.get('0:7')).toBe(3);
  });
});
