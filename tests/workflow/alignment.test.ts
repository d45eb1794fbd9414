import { FarSide } from './far-side.ts';
import { House } from './server.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(async () => {
  await house.close();
});

test('collects every shard once, within the window, then fits, aligns and reports', async () => {
  const side = new FarSide();
  const handle = await house.run('whole', side);
  const result = await handle.result();

  expect(result).toMatchObject({ name: 'result', headline: 'share of the ceiling 0.93' });
  expect([...side.shardCalls.values()]).toEqual(Array(20).fill(1));
  expect(side.mostInFlight).toBeLessThanOrEqual(4);
  expect(side.analysed.map(({ part, from }) => [part, from.map(({ name }) => name)])).toEqual([
    ['fit', []],
    ['align', ['fit']],
  ]);
  expect(side.published).toMatchObject([{ partial: false, results: [{ name: 'fit' }, { name: 'align' }] }]);
  expect(side.states.map(({ state }) => state)).toEqual(['running', 'completed']);
  expect(side.figures).toBe(4);
});
