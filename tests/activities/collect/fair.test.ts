/** Studies that ask one endpoint at once, over a socket, counted by the server: each has its share from its start on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { collectShard } from '../../../activities/collect/drive.ts';
import { ask, type Dialogue, type Thread } from '../../../domain/dialogue.ts';
import type { ExperimentId } from '../../../domain/experiment.ts';
import type { Store } from '../../../domain/store.ts';
import { createDispatcher } from '../../../services/inference/dispatcher.ts';
import { openOpenAi } from '../../../services/inference/openai/backend.ts';
import { endpoint } from '../../services/inference/endpoint.ts';
import { collectContext, EXPERIMENT, many, question, requestOf, withWorld, type World } from './world.ts';

const STUDIES = ['one', 'two', 'three', 'four', 'five'];
const CELLS = 240;
const SHARDS = 6;
const PLACES = 8;

/** Each study asks a model of its own name: the server's log tells them apart. */
const dialogueOf = (model: string): Dialogue =>
  function* (cell) {
    const answer = yield* ask(requestOf(cell.key, { model: { endpoint: 'test', model } }));
    return { status: 'ok', said: answer.text };
  };

async function register(store: Store, name: string): Promise<ExperimentId> {
  const twin = await store.experiment(EXPERIMENT);
  if (twin === undefined) throw new Error('the world has an experiment');
  const id = `alignment/${name}/0123456789ab` as ExperimentId;
  await store.putExperiment({ ...twin, id, name });
  return id;
}

/** All shards of a window of a study, as its worker has them at once. */
async function collectStudy(
  { store, server }: World,
  dispatcher: ReturnType<typeof createDispatcher>,
  name: string,
  weight: number,
): Promise<number> {
  const experiment = await register(store, name);
  const context = collectContext(store, endpoint({ address: server.address }));
  const threads: Thread[] = Array.from({ length: CELLS }, (_, i) => [question(`${name} ${i}`)]);
  const each = CELLS / SHARDS;
  const results = await Promise.all(
    Array.from({ length: SHARDS }, (_, index) =>
      collectShard({
        ...context,
        ...{ experiment, shard: { lane: 0, index }, study: { dialogue: dialogueOf(name) } },
        threads: threads.slice(index * each, (index + 1) * each),
        asking: {
          ...context.asking,
          dispatch: (request, signal, admit) =>
            dispatcher.dispatch(request, signal, admit, { name: experiment, weight }),
        },
      }),
    ),
  );
  return results.reduce((sum, result) => sum + result.settledNow, 0);
}

async function sharesOf(
  weights: readonly number[],
): Promise<{ shares: number[]; settled: number[]; sent: number }> {
  const script = { models: STUDIES, latencyMs: 15 };
  let out = { shares: [] as number[], settled: [] as number[], sent: 0 };
  await withWorld({ script }, async (world) => {
    const config = endpoint({
      ...{ address: world.server.address, patienceMs: 5000, concurrency: { start: PLACES, max: PLACES } },
    });
    const dispatcher = createDispatcher(openOpenAi(config), config);
    const running: Promise<number>[] = [];
    for (const [index, name] of STUDIES.entries()) {
      running.push(collectStudy(world, dispatcher, name, weights[index] ?? 1));
      // The first has all of its calls in the queue before the next begins.
      await sleep(100);
    }
    const arrived = (): string[] =>
      world.log().flatMap((line) => (line.event === 'arrived' ? [line.model] : []));
    const began = arrived().length;
    const settledCells = await Promise.all(running);
    const window = arrived().slice(began, began + 300);
    const shares = STUDIES.map((name) => window.filter((model) => model === name).length / window.length);
    out = { shares, settled: settledCells, sent: arrived().length };
  });
  return out;
}

test('of five studies, each begun later than the other, each has 10 to 30 % of the calls from then on', async () => {
  const { shares, settled: cells, sent } = await sharesOf([1, 1, 1, 1, 1]);
  for (const share of shares) {
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.3);
  }
  expect(cells).toEqual(STUDIES.map(() => CELLS));
  expect(sent).toBe(STUDIES.length * CELLS);
});

test('a study of weight 4 has half of the calls beside four of weight 1', async () => {
  const { shares, sent } = await sharesOf([1, 1, 4, 1, 1]);
  expect(shares[2]).toBeGreaterThan(0.4);
  expect(shares[2]).toBeLessThan(0.6);
  for (const index of [0, 1, 3, 4]) expect(shares[index]).toBeGreaterThan(0.06);
  expect(sent).toBe(STUDIES.length * CELLS);
});

test('a server that fails each body once is asked for each of them twice, and nothing is missing', async () => {
  const faults = [{ fault: { kind: 'status' as const, status: 500 }, firstOfEach: 1 }];
  const config = { patienceMs: 3000, concurrency: { start: 8, max: 8 } };
  await withWorld({ script: { faults }, config }, async ({ collect, log }) => {
    expect(await collect(many(100))).toMatchObject({ settledNow: 100, missing: 0 });
    const tries = Map.groupBy(
      log().filter(({ event }) => event === 'arrived'),
      ({ sha256 }) => sha256,
    );
    expect([...tries.values()].map((of) => of.length)).toEqual(Array.from({ length: 100 }, () => 2));
  });
});
