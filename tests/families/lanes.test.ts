import { planLanes, threadsOfShard } from '../../families/lanes.ts';
import type { Study } from '../../families/family.ts';
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

test('no spec takes the slots of a worker from the others, however wide its window', () => {
  const windowOf = (window?: number): number | undefined =>
    planLanes(study, () => ({ local: false, maxConcurrency: 8 }), window === undefined ? {} : { window })[0]
      ?.window;
  expect([windowOf(), windowOf(2), windowOf(32), windowOf(1000)]).toEqual([6, 2, 32, 32]);
});

test('threads go by all endpoints that they ask: an embedded one takes the others along, and none at all is a lane too', () => {
  const model = (endpoint: string) => ({ endpoint, model: 'm' });
  const asked = new Map([
    ['a', [model('far')]],
    ['b', [model('near'), model('far')]],
    ['c', []],
    ['d', [model('far'), model('near')]],
    ['e', [model('far'), model('far')]],
  ]);
  const mixed: Pick<Study, 'threads' | 'modelsOf'> = {
    threads: [...asked.keys()].map((key) => [{ key }]),
    modelsOf: ([cell]) => asked.get(cell?.key ?? '') ?? [],
  };
  const plan = planLanes(
    mixed,
    (name) => (name === 'near' ? { local: true, maxConcurrency: 1 } : { local: false, maxConcurrency: 16 }),
    {},
  );
  expect(plan.map(({ endpoint, queue, shards }) => [endpoint, queue, shards])).toEqual([
    ['far', 'inference', 1],
    ['far,near', 'inference-local', 1],
    ['', 'inference', 1],
  ]);
  const keys = (lane: number) =>
    threadsOfShard(mixed, plan, { lane, index: 0 }).flatMap((t) => t.map((c) => c.key));
  expect([keys(0), keys(1), keys(2)]).toEqual([['a', 'e'], ['b', 'd'], ['c']]);
});
