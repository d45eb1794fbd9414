/** What a schedule starts, against a real server. */
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { FarSide, fault, gate } from './far-side.ts';
import { House, startOf } from './server.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(async () => {
  await house.close();
});

const attributes = new TypedSearchAttributes([
  { key: defineSearchAttributeKey('HoldfastName', 'KEYWORD'), value: 'nightly' },
  { key: defineSearchAttributeKey('HoldfastPhase', 'KEYWORD'), value: 'starting' },
]);

test('a firing plans its own rounds, is open as long as its experiment, and hands on its search attributes', async () => {
  const door = gate();
  const side = new FarSide({
    shard: async () => {
      await door.passed;
      return {};
    },
  });
  const memo = { title: 'Every night', models: ['m at e'], arms: ['first'], spec: 'nightly.yaml' };
  const firing = await house.fire('nightly', side, attributes, memo);
  const child = house.env.client.workflow.getHandle(`${startOf('nightly').experiment}/at-20261123-030000`);
  while (side.inFlight < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await firing.describe()).status.name).toBe('RUNNING');
  door.open();
  await firing.result();
  expect(side.shardCalls.size).toBe(20);
  const description = await child.describe();
  const { status, searchAttributes } = description;
  expect(status.name).toBe('COMPLETED');
  expect(searchAttributes).toMatchObject({ HoldfastName: ['nightly'], HoldfastState: ['completed'] });
  expect(await description.staticSummary()).toBe('Every night, at-20261123-030000 · m at e · arms: first');
  expect(description.memo).toMatchObject({ ...memo, title: 'Every night, at-20261123-030000' });
});

test('a firing ends well where its experiment failed: the next one comes all the same', async () => {
  const side = new FarSide({
    analyse: () => {
      throw fault('nothing in common');
    },
  });
  const firing = await house.fire('failing', side, attributes);
  await firing.result();
  expect(side.states.at(-1)?.state).toBe('failed');
});
