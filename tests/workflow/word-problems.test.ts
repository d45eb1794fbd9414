/** The protocol of the family: collect, grade, report. */
import { FarSide } from './far-side.ts';
import { states } from './scripts.ts';
import { House, until } from './server.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(async () => {
  await house.close();
});

test('collects every shard once, within the window, then grades and reports', async () => {
  let settledAtGrade = 0;
  const side: FarSide = new FarSide({
    analyse: () => {
      settledAtGrade = side.settled.size;
    },
  });
  const handle = await house.run('graded', side, { family: 'word-problems' });
  const result = await handle.result();

  expect(result).toMatchObject({ name: 'result', headline: 'share of the ceiling 0.93' });
  expect(handle.workflowId).toMatch(/^word-problems\/graded\//);
  expect([...side.shardCalls.values()]).toEqual(Array(20).fill(1));
  expect(side.mostInFlight).toBeLessThanOrEqual(4);
  expect(settledAtGrade).toBe(20);
  expect(side.analysed.map(({ part, from }) => [part, from])).toEqual([['grade', []]]);
  expect(side.published).toMatchObject([{ partial: false, results: [{ name: 'grade' }] }]);
  expect(states(side)).toEqual(['running', 'completed']);
});

test('a tool that a worker lacks blocks; retry goes on; stop grades what is there', async () => {
  const side = new FarSide({
    shard: ({ shard }) =>
      shard.index % 2 === 1
        ? { missing: 4, missingByClass: { tool: 4 }, examples: ['python: there is no bubblewrap'] }
        : {},
  });
  const handle = await house.run('no-sandbox', side, { family: 'word-problems' });
  const { blocked } = await until(handle, ({ state }) => state === 'blocked');
  expect(blocked).toContain('there is no bubblewrap');
  expect(side.analysed).toEqual([]);
  await handle.signal('stop');
  await handle.result();
  expect(side.analysed.map(({ part }) => part)).toEqual(['grade']);
  expect(side.published).toMatchObject([{ partial: true, results: [{ name: 'grade' }] }]);
  expect(states(side)).toEqual(['running', 'blocked', 'stopping', 'stopped']);
});
