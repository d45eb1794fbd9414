/** How long a study stands still when a worker is killed: until the next call reaches the endpoint, or the step is tried again. */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { parse, stringify } from 'yaml';
import { TestHome, until } from '../../tests/faults/home.ts';
import { scriptedStudy } from '../../tests/faults/study.ts';

const KILLS = 20;
/** A step is tried five times, and then waits for a person. */
const KILLS_A_STUDY = 4;
/** What the dead worker had written to its socket still arrives. */
const UNDER_WAY_MS = 100;
const WAIT_MS = 120_000;
/** A healthy life, so that the supervisor does not slow down a worker that keeps dying. */
const LIFE_MS = 8000;

/** @returns milliseconds from each kill of the main worker to the first call after it */
export async function afterKilledCollection(): Promise<readonly number[]> {
  const size = { persons: 50, items: 300, shardCells: 20, concurrency: 16, latencyMs: 200 };
  const home = new TestHome('bench-recovery', scriptedStudy(size));
  try {
    await home.up();
    await home.json('run', home.file('study.yaml'), '--detach');
    const log = home.requests();
    const times: number[] = [];
    while (times.length < KILLS) {
      await sleep(LIFE_MS);
      await until('a call in flight', WAIT_MS, () => log.inFlight() > 0, 1);
      const at = home.kill('main');
      const next = (): number | undefined =>
        log.sent().find(({ arrivedAt }) => arrivedAt > at + UNDER_WAY_MS)?.arrivedAt;
      await until('the next call', WAIT_MS, () => next() !== undefined);
      times.push((next() ?? NaN) - at);
    }
    return times;
  } finally {
    await home.close();
  }
}

/** @returns milliseconds from each kill of the compute worker to the next attempt of the analysis that it was at */
export async function afterKilledAnalysis(): Promise<readonly number[]> {
  const files = scriptedStudy({ persons: 40, items: 20, concurrency: 64, latencyMs: 20 });
  const study = parse(files['study.yaml'] ?? '') as Record<string, unknown>;
  const names = Array.from({ length: KILLS / KILLS_A_STUDY }, (_, index) => `analysis-${index + 1}`);
  const specs = names.map((name, index) => {
    const spec = { ...study, name, seed: index + 1, analysis: { draws: 50_000, splits: 20 } };
    return [`${name}.yaml`, stringify(spec)] as const;
  });
  const home = new TestHome('bench-analysis', { ...files, ...Object.fromEntries(specs) });
  try {
    const { address } = await home.up();
    const connection = await Connection.connect({ address });
    const client = new Client({ connection });
    const times: number[] = [];
    for (const [file] of specs) {
      const { id } = await home.json<{ id: string }>('run', home.file(file), '--detach');
      for (let kill = 0; kill < KILLS_A_STUDY; kill++) {
        await until(
          'an analysis',
          WAIT_MS,
          async () => (await startedBy(client, id, home)) !== undefined,
          100,
        );
        await sleep(LIFE_MS);
        if ((await startedBy(client, id, home)) === undefined)
          throw new Error(`the analysis of ${id} is over too soon`);
        const at = home.kill('compute');
        let started: number | undefined;
        const isTried = async (): Promise<boolean> => {
          const since = await startedBy(client, id, home);
          if (since !== undefined && since > at) started = since;
          return started !== undefined;
        };
        await until('the next attempt', WAIT_MS, isTried, 100);
        times.push((started ?? NaN) - at);
      }
      await home.json('stop', id);
    }
    await connection.close();
    return times;
  } finally {
    await home.close();
  }
}

/** When the compute worker of now began what it is at, in epoch milliseconds; undefined where it is at nothing. */
async function startedBy(client: Client, id: string, home: TestHome): Promise<number | undefined> {
  const identity = `${home.pid('compute') ?? 0}@${hostname()}`;
  const { raw } = await client.workflow.getHandle(id).describe();
  const mine = (raw.pendingActivities ?? []).find(
    ({ lastWorkerIdentity }) => lastWorkerIdentity === identity,
  );
  const since = mine?.lastStartedTime;
  return since === undefined || since === null
    ? undefined
    : 1000 * Number(since.seconds) + (since.nanos ?? 0) / 1e6;
}
