import { planLanes, threadsOfShard } from '../../families/lanes.ts';
import { openSmall } from './alignment/small-study.ts';

const study = openSmall();
const lanes = planLanes(study, () => ({ local: true, maxConcurrency: 1 }), { shardCells: 20 });
const shards = Array.from({ length: lanes[0]?.shards ?? 0 }, (_, index) => ({ lane: 0, index }));

test('the shards hold every thread once, in order', () => {
  expect(shards.length).toBeGreaterThan(5);
  expect(shards.flatMap((shard) => [...threadsOfShard(study, lanes, shard)])).toEqual([...study.threads]);
  expect(() => threadsOfShard(study, lanes, { lane: 0, index: shards.length })).toThrow(/no shard/);
  expect(() => threadsOfShard(study, lanes, { lane: 1, index: 0 })).toThrow(/no shard/);
});

test('a plan is cut once, not again for each of its shards', () => {
  const first = shards.map((shard) => threadsOfShard(study, lanes, shard));
  shards.forEach((shard, i) => expect(threadsOfShard(study, lanes, shard)).toBe(first[i]));
  const wider = planLanes(study, () => ({ local: true, maxConcurrency: 1 }), { shardCells: 40 });
  expect(threadsOfShard(study, wider, { lane: 0, index: 0 })).not.toBe(first[0]);
});
