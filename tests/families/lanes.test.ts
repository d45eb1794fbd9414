import { indexed } from '../../domain/indexed.ts';
import { type Block, threadsOf } from '../../families/block.ts';
import { planLanes, threadsOfShard } from '../../families/lanes.ts';
import { armOf, openSmall } from './alignment/small-study.ts';

const { blocks } = openSmall();
const near = () => ({ local: true, maxConcurrency: 1 });
const lanes = planLanes(blocks, near, { shardCells: 20 });
const shards = Array.from({ length: lanes[0]?.shards ?? 0 }, (_, index) => ({ lane: 0, index }));

test('the shards hold every thread once, in order', () => {
  expect(shards.length).toBeGreaterThan(5);
  expect(shards.flatMap((shard) => [...threadsOfShard(blocks, lanes, shard)])).toEqual([
    ...threadsOf(blocks),
  ]);
  expect(() => threadsOfShard(blocks, lanes, { lane: 0, index: shards.length })).toThrow(/no shard/);
  expect(() => threadsOfShard(blocks, lanes, { lane: 1, index: 0 })).toThrow(/no shard/);
});

test('chains and single cells of one endpoint make shards of as many cells', () => {
  const arms = [armOf(), armOf({ name: 'chain', memory: { earlier: 2 } }), armOf({ name: 'more' })];
  const mixed = openSmall({ arms }).blocks;
  const plan = planLanes(mixed, near, { shardCells: 16 });
  const all = Array.from({ length: plan[0]?.shards ?? 0 }, (_, index) => ({ lane: 0, index }));
  const cut = all.map((shard) => threadsOfShard(mixed, plan, shard));
  expect(cut.flatMap((threads) => [...threads])).toEqual([...threadsOf(mixed)]);
  expect(cut.every((threads) => threads.flat().length === 16)).toBe(true);
});

test('a plan of fifteen million cells is cut at once, and its last shard is found at once', () => {
  const block: Block = {
    models: [{ endpoint: 'far', model: 'm' }],
    threads: indexed(15_000_000, (index) => [{ key: String(index) }]),
    cells: 15_000_000,
  };
  const started = performance.now();
  const [lane] = planLanes([block], () => ({ local: false, maxConcurrency: 64 }), {});
  expect(lane).toMatchObject({ shardCells: 256, shards: 58_594 });
  const last = threadsOfShard([block], lane === undefined ? [] : [lane], { lane: 0, index: 58_593 });
  expect(last.at(-1)).toEqual([{ key: '14999999' }]);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('no spec takes the slots of a worker from the others, however wide its window', () => {
  const windowOf = (window?: number): number | undefined =>
    planLanes(blocks, () => ({ local: false, maxConcurrency: 8 }), window === undefined ? {} : { window })[0]
      ?.window;
  expect([windowOf(), windowOf(2), windowOf(32), windowOf(1000)]).toEqual([6, 2, 32, 32]);
});

test('blocks go by all endpoints that they ask: an embedded one takes the others along, and none at all is a lane too', () => {
  const block = (key: string, ...endpoints: string[]): Block => ({
    models: endpoints.map((endpoint) => ({ endpoint, model: 'm' })),
    threads: [[{ key }]],
    cells: 1,
  });
  const mixed = [
    block('a', 'far'),
    block('b', 'near', 'far'),
    block('c'),
    block('d', 'far', 'near'),
    block('e', 'far', 'far'),
  ];
  const plan = planLanes(
    mixed,
    (name) => (name === 'near' ? { local: true, maxConcurrency: 1 } : { local: false, maxConcurrency: 16 }),
    {},
  );
  expect(plan.map(({ endpoint, queue, shards: count }) => [endpoint, queue, count])).toEqual([
    ['far', 'inference', 1],
    ['far,near', 'inference-local', 1],
    ['', 'inference', 1],
  ]);
  const keys = (lane: number) =>
    threadsOfShard(mixed, plan, { lane, index: 0 }).flatMap((t) => t.map((c) => c.key));
  expect([keys(0), keys(1), keys(2)]).toEqual([['a', 'e'], ['b', 'd'], ['c']]);
});
