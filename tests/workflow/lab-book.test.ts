/** What the Temporal UI shows: summaries on every activity, a live card, the phase as a search attribute. */
import { FarSide, gate } from './far-side.ts';
import { House, until } from './server.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(async () => {
  await house.close();
});

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
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  expect(currentDetails).toContain('### verbal aggression\n**collect** · running');
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
  expect(searchAttributes).toMatchObject({ HoldfastPhase: ['completed'] });
});
