/** The pure half of the fan-out, played against random endpoints without a server. */
import fc from 'fast-check';
import type { ShardRef, ShardResult } from '../../../domain/experiment.ts';
import { randomStream } from '../../../domain/seeds.ts';
import { NO_SPEND } from '../../../workflows/kernel/budget.ts';
import { afterShard, settledCells, shardsDone } from '../../../workflows/kernel/lane.ts';
import {
  inFlight,
  nextMove,
  openFanOut,
  withRetry,
  type FanOut,
  type Move,
  type Situation,
} from '../../../workflows/kernel/next-move.ts';
import { compact } from '../../../workflows/kernel/cursor.ts';

const CELLS = 3;
const CALM: Situation = {
  paused: false,
  stopping: false,
  wallTimeSpent: false,
  continueAsNew: false,
  fault: false,
};

const laneOf = fc.record({
  queue: fc.constantFrom('inference' as const, 'inference-local' as const),
  shards: fc.integer({ min: 1, max: 60 }),
  window: fc.integer({ min: 1, max: 8 }),
});
const lanesOf = fc.array(laneOf, { minLength: 1, maxLength: 3 });
/** Seed of the chances: which shard comes back next, and what the endpoint does to it. */
const chances = fc.nat();

interface World {
  readonly fanOut: FanOut;
  readonly flying: readonly ShardRef[];
  readonly settled: ReadonlyMap<string, number>;
  readonly launches: ReadonlyMap<string, number>;
}

const keyOf = ({ lane, index }: ShardRef): string => `${lane}:${index}`;
const openWorld = (lanes: Parameters<typeof openFanOut>[0]): World => ({
  fanOut: openFanOut(lanes),
  flying: [],
  settled: new Map(),
  launches: new Map(),
});

function launched(world: World, move: Extract<Move, { kind: 'launch' }>): World {
  const launches = new Map(world.launches);
  for (const shard of move.shards) launches.set(keyOf(shard), (launches.get(keyOf(shard)) ?? 0) + 1);
  return { ...world, fanOut: move.fanOut, flying: [...world.flying, ...move.shards], launches };
}

/** One of the shards in flight comes back, with up to `most` more cells settled. */
function back(world: World, which: number, most: number): World {
  const at = Math.floor(which * world.flying.length);
  const shard = world.flying[at];
  if (shard === undefined) throw new Error('nothing is in flight');
  const before = world.settled.get(keyOf(shard)) ?? 0;
  const settled = Math.min(CELLS, before + most);
  const result: ShardResult = {
    settledNow: settled - before,
    settled,
    missing: CELLS - settled,
    missingByClass: {},
    examples: [],
    spend: NO_SPEND,
  };
  const lanes = world.fanOut.lanes.map((lane, i) =>
    i === shard.lane ? afterShard(lane, shard.index, result) : lane,
  );
  return {
    ...world,
    fanOut: { ...world.fanOut, lanes },
    flying: world.flying.toSpliced(at, 1),
    settled: new Map(world.settled).set(keyOf(shard), settled),
  };
}

/** Plays until the fan-out is done or blocked. `endpoint` says how many cells of a shard it answers. */
function play(
  world: World,
  draw: () => number,
  endpoint: (shard: string) => number,
  check: (w: World) => void,
): { world: World; end: Move['kind'] } {
  for (let turn = 0; turn < 20_000; turn++) {
    check(world);
    const move = nextMove(world.fanOut, CALM);
    if (move.kind === 'launch') world = launched(world, move);
    else if (move.kind === 'wait') {
      const which = draw();
      const shard = world.flying[Math.floor(which * world.flying.length)];
      world = back(world, which, shard === undefined ? 0 : endpoint(keyOf(shard)));
    } else return { world, end: move.kind };
  }
  throw new Error('it never ends');
}

function drawer(seed: number): () => number {
  const chance = randomStream(seed, 'fan-out');
  return () => chance.uniform();
}

const everyShard = (lanes: readonly { shards: number }[]): number =>
  lanes.reduce((sum, lane) => sum + lane.shards, 0);

test('an endpoint that answers: every shard is launched exactly once, and never more than the window is in flight', () => {
  fc.assert(
    fc.property(lanesOf, chances, (lanes, seed) => {
      const { world, end } = play(
        openWorld(lanes),
        drawer(seed),
        () => CELLS,
        ({ fanOut, flying }) => {
          fanOut.lanes.forEach((lane, i) => {
            const here = flying.filter((shard) => shard.lane === i).length;
            expect(lane.inFlight).toBe(here);
            expect(here).toBeLessThanOrEqual(lane.window);
          });
        },
      );
      expect(end).toBe('done');
      expect(world.launches.size).toBe(everyShard(lanes));
      expect([...world.launches.values()].every((times) => times === 1)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a bad endpoint: it ends done with every cell settled, or blocked; after enough retries always done', () => {
  fc.assert(
    fc.property(lanesOf, chances, fc.double({ min: 0.05, max: 0.9, noNaN: true }), (lanes, seed, loss) => {
      const draw = drawer(seed);
      let { world, end } = play(
        openWorld(lanes),
        draw,
        () => (draw() < loss ? 0 : 1),
        () => undefined,
      );
      for (let retries = 0; end === 'blocked'; retries++) {
        expect(retries).toBeLessThan(1_000);
        expect(inFlight(world.fanOut)).toBe(0);
        const retried = { ...world, fanOut: withRetry(world.fanOut) };
        expect(nextMove(retried.fanOut, CALM).kind).toBe('launch');
        ({ world, end } = play(
          retried,
          draw,
          () => (draw() < loss ? 0 : 1),
          () => undefined,
        ));
      }
      expect(end).toBe('done');
      expect(world.settled.size).toBe(everyShard(lanes));
      expect([...world.settled.values()].every((cells) => cells === CELLS)).toBe(true);
      expect(world.fanOut.lanes.map(shardsDone)).toEqual(lanes.map((lane) => lane.shards));
    }),
    { numRuns: 60 },
  );
});

test('cells that are lost for good block it, exactly when a whole pass over them settled nothing', () => {
  fc.assert(
    fc.property(lanesOf, chances, fc.nat(5), (lanes, seed, every) => {
      // At most every third shard is bad: a row of them as long as the window would stop it early, as it should.
      const isBad = (shard: string): boolean => Number(shard.split(':')[1]) % (3 + every) === 0;
      const wide = lanes.map((lane) => ({ ...lane, window: 8 }));
      const { world, end } = play(
        openWorld(wide),
        drawer(seed),
        (shard) => (isBad(shard) ? 0 : CELLS),
        () => undefined,
      );
      expect(end).toBe('blocked');
      const stillOpen = world.fanOut.lanes.filter((lane) => lane.putBack.length > 0);
      expect(stillOpen.length).toBeGreaterThan(0);
      for (const lane of stillOpen) expect(lane.settledInPass === 0 || lane.barren >= 8).toBe(true);
      for (const [shard, times] of world.launches) if (!isBad(shard)) expect(times).toBe(1);
    }),
    { numRuns: 60 },
  );
});

test('shards that a pause handed back are launched again in the same pass, and nothing is counted twice', () => {
  fc.assert(
    fc.property(laneOf, chances, (lane, seed) => {
      const draw = drawer(seed);
      const paused = { ...CALM, paused: true };
      let world = openWorld([lane]);
      const parts = new Map<string, number>();
      for (let turn = 0; turn < 40; turn++) {
        const move = nextMove(world.fanOut, CALM);
        if (move.kind === 'launch') world = launched(world, move);
        const shard = world.flying[Math.floor(draw() * world.flying.length)];
        if (shard === undefined) break;
        const before = parts.get(keyOf(shard)) ?? 0;
        const settled = Math.min(CELLS - 1, before + Math.floor(draw() * CELLS));
        parts.set(keyOf(shard), settled);
        const held: ShardResult = {
          ...{ settledNow: settled - before, settled, missing: 0, missingByClass: {}, examples: [] },
          ...{ spend: NO_SPEND, ...(draw() < 0.5 ? { held: true } : { turnOver: true }) },
        };
        const lanes = world.fanOut.lanes.map((state) => afterShard(state, shard.index, held));
        const flying = world.flying.filter((other) => other !== shard);
        world = { ...world, fanOut: { ...world.fanOut, lanes }, flying, settled: parts };
        expect(nextMove(world.fanOut, paused).kind).toBe('wait');
        // Cells count as they settle, not when their shard is whole.
        const told = [...parts.values()].reduce((sum, cells) => sum + cells, 0);
        expect(world.fanOut.lanes.map(settledCells)).toEqual([told]);
      }
      const { world: after, end } = play(
        world,
        draw,
        () => CELLS,
        () => undefined,
      );
      expect(end).toBe('done');
      expect(after.fanOut.lanes[0]).toMatchObject({ settled: CELLS * lane.shards, missing: 0, pass: 1 });
      expect(after.fanOut.lanes[0]?.partly).toBeUndefined();
      expect(after.fanOut.lanes.map(shardsDone)).toEqual([lane.shards]);
    }),
    { numRuns: 60 },
  );
});

test('an endpoint that is down is asked about two windows full of shards, whatever their number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), chances, (window, seed) => {
      const world = openWorld([{ queue: 'inference', shards: 10_000, window }]);
      const { world: after, end } = play(
        world,
        drawer(seed),
        () => 0,
        () => undefined,
      );
      expect(end).toBe('blocked');
      expect(after.launches.size).toBeLessThan(2 * Math.max(3, window));
    }),
    { numRuns: 30 },
  );
});

test('nothing is launched while paused, stopping, out of time, at a cap, after a fault or before a continue-as-new', () => {
  const fanOut = openFanOut([{ queue: 'inference', shards: 9, window: 3 }]);
  const move = (change: Partial<Situation>): string => nextMove(fanOut, { ...CALM, ...change }).kind;
  expect(move({})).toBe('launch');
  expect(move({ paused: true })).toBe('wait');
  expect(move({ stopping: true })).toBe('stopped');
  expect(move({ stopping: true, paused: true })).toBe('stopped');
  expect(move({ wallTimeSpent: true })).toBe('blocked');
  expect(move({ fault: true })).toBe('fail');
  expect(move({ continueAsNew: true, paused: true })).toBe('continue-as-new');
  expect(nextMove({ ...fanOut, cap: 'calls' }, CALM).kind).toBe('blocked');
  expect(nextMove(withRetry({ ...fanOut, cap: 'calls' }), CALM).kind).toBe('launch');
});

test('a cursor in the middle of anything goes on to the same end', () => {
  fc.assert(
    fc.property(lanesOf, chances, (lanes, seed) => {
      const draw = drawer(seed);
      let world = openWorld(lanes);
      for (let turn = 0; turn < 5_000; turn++) {
        const move = nextMove(world.fanOut, { ...CALM, continueAsNew: draw() < 0.2 });
        if (move.kind === 'launch') world = launched(world, move);
        else if (move.kind === 'wait') world = back(world, draw(), draw() < 0.3 ? 1 : CELLS);
        else if (move.kind === 'continue-as-new') {
          const copy = JSON.parse(JSON.stringify(compact(world.fanOut))) as FanOut;
          expect(inFlight(copy)).toBe(0);
          world = { ...world, fanOut: copy };
        } else {
          expect(move.kind).toBe('done');
          break;
        }
      }
      expect([...world.settled.values()].every((cells) => cells === CELLS)).toBe(true);
      expect(world.settled.size).toBe(everyShard(lanes));
    }),
    { numRuns: 60 },
  );
});
