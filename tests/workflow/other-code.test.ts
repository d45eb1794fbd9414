/** A worker of other code, against a real server: nothing is scored as missing, and a person lets it go on. */
import { ApplicationFailure } from '@temporalio/common';
import { FarSide } from './far-side.ts';
import { oneAtATime, states } from './scripts.ts';
import { House, until } from './server.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(async () => {
  await house.close();
});

const refused = (): ApplicationFailure =>
  ApplicationFailure.nonRetryable('families/alignment/prompt.ts differs', 'OtherCode');

test('a worker of other code blocks a collection as it stands; retry finds out, and goes on with the right one', async () => {
  let isOther = false;
  const side = new FarSide({
    shard: ({ shard }) => {
      if (shard.index === 2 && side.calls === 8) isOther = side.shardCalls.get('0:2') !== 3;
      if (isOther) throw refused();
      return {};
    },
  });
  const handle = await house.run('other-code', side, oneAtATime);
  const stands = await until(handle, ({ state }) => state === 'blocked');
  expect(stands).toMatchObject({ settled: 8, missing: 0, shardsDone: 2 });
  expect(stands.blocked).toContain('code: a worker has other code');
  expect(stands.blocked).toContain('(families/alignment/prompt.ts differs)');
  for (const way of ['put the code back', 'run SPEC --replicate LABEL', '--accept-code'])
    expect(stands.blocked).toContain(way);
  await handle.signal('retry');
  await until(handle, ({ state }) => state === 'blocked' && side.shardCalls.get('0:2') === 2);
  await handle.signal('retry');
  await handle.result();
  expect([...side.shardCalls.values()]).toEqual([1, 1, 3, 1, 1, 1]);
  expect(states(side)).toEqual(['running', 'blocked', 'running', 'blocked', 'running', 'completed']);
});

test('a step of other code blocks at once and is done once the code is right', async () => {
  const side = new FarSide({
    analyse: ({ part }, nth) => {
      if (part === 'fit' && nth === 1) throw refused();
    },
  });
  const handle = await house.run('other-step', side, oneAtATime);
  const { blocked } = await until(handle, ({ state }) => state === 'blocked');
  expect(blocked).toContain('families/alignment/prompt.ts differs');
  await handle.signal('retry');
  await handle.result();
  expect(side.analysed.map(({ part }) => part)).toEqual(['fit', 'fit', 'align']);
});

test('stopped while it is blocked for its code, it ends without a report and says why', async () => {
  const side = new FarSide({
    shard: ({ shard }) => {
      if (shard.index > 0) throw refused();
      return {};
    },
    analyse: () => {
      throw refused();
    },
  });
  const handle = await house.run('other-stopped', side, oneAtATime);
  await until(handle, ({ state }) => state === 'blocked');
  await handle.signal('stop');
  await expect(handle.result()).rejects.toThrow();
  expect(side.states.at(-1)).toMatchObject({
    state: 'stopped',
    detail: expect.stringContaining('families/alignment/prompt.ts differs'),
  });
  expect(side.published).toEqual([]);
});
