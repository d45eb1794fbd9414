/** Several processes at one store: races for reservations and first writes, and a writer that is killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ExperimentId, Sha256 } from '../../../domain/experiment.ts';
import type { Store } from '../../../domain/store.ts';
import { openStore } from '../../../services/store/open.ts';
import { databasesHere, type Place } from './databases.ts';
import { exampleCompletion, exampleExperiment, hashOf, settleOne } from './examples.ts';
import { CAP, type Race } from './racer.ts';

const NOTHING = { calls: 0, tokens: 0, costMicroUsd: 0 };

interface Racer {
  readonly process: ChildProcess;
  readonly lines: AsyncIterator<string>;
}

function whereOf({ options }: Place): Race['where'] {
  return 'path' in options ? { path: options.path } : { url: options.url };
}

async function startRacer(place: Place, task: Race['task'], index: number, experiment = ''): Promise<Racer> {
  const race: Race = {
    where: whereOf(place),
    blobs: join(place.folder, 'blobs'),
    name: `racer ${index}`,
    experiment: experiment as ExperimentId,
    task,
    index,
  };
  const program = join(import.meta.dirname, 'racer.ts');
  const process_ = spawn(process.execPath, [program, JSON.stringify(race)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: process_.stdout })[Symbol.asyncIterator]();
  expect(await nextLine({ process: process_, lines })).toBe('ready');
  return { process: process_, lines };
}

async function nextLine({ lines }: Racer): Promise<unknown> {
  const line = await lines.next();
  return line.done === true ? undefined : (JSON.parse(line.value) as unknown);
}

function go(racers: readonly Racer[]): void {
  for (const racer of racers) racer.process.stdin?.end();
}

for (const database of databasesHere(({ manyProcesses }) => manyProcesses)) {
  describe(database.name, () => {
    let place: Place;
    beforeAll(() => database.start(), 60_000);
    afterAll(() => database.stop());
    beforeEach(async () => {
      place = await database.newPlace();
    });
    afterEach(() => place.discard());

    async function withStore(body: (store: Store, id: ExperimentId) => Promise<void>): Promise<void> {
      const store = await openStore({ ...place.options, mode: 'migrate' });
      const { id } = exampleExperiment();
      await store.putExperiment(exampleExperiment());
      try {
        await body(store, id);
      } finally {
        await store.close();
      }
    }

    test('a new store that three processes make at once is made once', async () => {
      // Several times: SQLite's change to WAL answers "busy" at once, and only where two meet in it.
      for (let round = 0; round < 5; round++) {
        const another = await database.newPlace();
        const racers = await Promise.all([0, 1, 2].map((index) => startRacer(another, 'migrate', index)));
        go(racers);
        expect(await Promise.all(racers.map(nextLine))).toEqual(['done', 'done', 'done']);
        await another.discard();
      }
      const racers = await Promise.all([0, 1, 2].map((index) => startRacer(place, 'migrate', index)));
      go(racers);
      expect(await Promise.all(racers.map(nextLine))).toEqual(['done', 'done', 'done']);
      await withStore(async (store, id) => {
        expect(await store.experiment(id)).toBeDefined();
      });
    });

    test('reservations of two processes never exceed the cap, and use it up', async () => {
      await withStore(async (store, id) => {
        const watch = await store.takeOver(id, { lane: 9, index: 9 });
        const racers = await Promise.all([0, 1].map((index) => startRacer(place, 'reserve', index, id)));
        go(racers);
        let racing = true;
        const results = Promise.all(racers.map(nextLine)).finally(() => (racing = false));
        let looks = 0;
        for (; racing; looks++) {
          // Granted for nothing as long as spent + reserved is within the cap.
          expect(await store.reserve(watch.owner, NOTHING, { calls: CAP })).toEqual({ granted: true });
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        expect(looks).toBeGreaterThan(10);
        const settled = (await results) as number[];
        const { calls, promptTokens } = await store.spend(id);
        expect(calls).toBe(settled.reduce((a, b) => a + b));
        expect(promptTokens).toBe(calls * 10);
        expect(calls).toBeLessThanOrEqual(CAP);
        expect(settled.every((mine) => mine > 0)).toBe(true);
        // Nobody was refused while as much as the largest wave was free.
        const left = await store.reserve(watch.owner, { ...NOTHING, calls: 7 }, { calls: CAP });
        expect(left).toEqual({ granted: false, cap: 'calls' });
      });
    });

    test('of two processes that answer the same keys one wins each, and both read back its answer', async () => {
      await withStore(async (store, id) => {
        const racers = await Promise.all([0, 1].map((index) => startRacer(place, 'first-write', index, id)));
        go(racers);
        const [a, b] = (await Promise.all(racers.map(nextLine))) as [
          Record<string, string>,
          Record<string, string>,
        ];
        expect(Object.keys(a)).toHaveLength(200);
        expect(b).toEqual(a);
        const kept = await store.completions(Object.keys(a) as Sha256[]);
        expect(Object.fromEntries([...kept].map(([key, { text }]) => [key, text]))).toEqual(a);
        const winners = new Set(Object.values(a).map((text) => text.slice(0, 'racer 0'.length)));
        expect([...winners].sort()).toEqual(['racer 0', 'racer 1']);
        expect((await store.spend(id)).calls).toBe(400);
      });
    });

    test('what a killed writer had acknowledged is all there, and what was in flight is counted', async () => {
      await withStore(async (store, id) => {
        let total = 0;
        for (const [index, after] of [40, 71, 103, 156].entries()) {
          const racer = await startRacer(place, 'write-for-ever', index, id);
          go([racer]);
          const started = new Set<Sha256>();
          const settled = new Set<Sha256>();
          for (;;) {
            const line = (await nextLine(racer)) as { started?: Sha256[]; settled?: Sha256 } | undefined;
            if (line === undefined) break;
            line.started?.forEach((key) => started.add(key));
            if (line.settled !== undefined) settled.add(line.settled);
            if (settled.size === after) racer.process.kill('SIGKILL');
          }
          if (racer.process.signalCode === null) await once(racer.process, 'exit');

          const kept = await store.completions([...started]);
          expect([...settled].filter((key) => kept.get(key)?.text !== key)).toEqual([]);
          total += kept.size;
          expect((await store.spend(id)).calls).toBe(total);
          const { callsLost } = await store.takeOver(id, { lane: 0, index });
          // A wave may have been noted in the moment between its commit and the word of it.
          expect([started.size - kept.size, started.size - kept.size + 16]).toContain(callsLost);
        }
      });
    });

    const { crash } = database;
    if (crash === undefined) return;
    test('a server that crashes in the middle costs nothing and bills nothing twice', async () => {
      await withStore(async (store, id) => {
        const { owner } = await store.takeOver(id, { lane: 0, index: 0 });
        let crashed: Promise<void> | undefined;
        const keys = Array.from({ length: 600 }, (_, i) => hashOf(`crash ${i}`));
        const queue = keys.values();
        let done = 0;
        await Promise.all(
          Array.from({ length: 8 }, async () => {
            for (const key of queue) {
              await settleOne(store, owner, key, exampleCompletion(key));
              if (++done === 200) crashed = crash();
            }
          }),
        );
        await crashed;
        const kept = await store.completions(keys);
        expect(keys.filter((key) => kept.get(key)?.text !== key)).toEqual([]);
        expect((await store.spend(id)).calls).toBe(600);
      });
    });
  });
}
