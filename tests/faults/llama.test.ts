/** The worker with the embedded model killed at 5 points of a study of 200 cells: bit by bit the same result. */
import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { drawPoints, type Ended, POLL_MS, untilEnded } from './disturbed.ts';
import { TestHome } from './home.ts';
import { llamaStudy } from './study.ts';

const SEED = Number(process.env['HOLDFAST_FAULT_SEED'] ?? Date.now() % 1_000_000);
const CELLS = 200;
/** A minute and a half on two idle cores; beside other fault tests ten times as long was seen. */
const WHOLE_MS = 30 * 60_000;

interface Listed {
  readonly settled: number;
  readonly state: string;
}

async function run(name: string, points: readonly number[]): Promise<Ended> {
  const home = new TestHome(name, llamaStudy(10, 20, 10));
  try {
    await home.up();
    const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
    for (const point of points) {
      for (;;) {
        const [listed] = await home.json<Listed[]>('list');
        if (listed?.state !== 'running')
          throw new Error(`it ${listed?.state ?? 'is not there'} before ${point}`);
        if (listed.settled >= point * CELLS && home.pid('local') !== undefined) break;
        await sleep(POLL_MS);
      }
      home.kill('local');
    }
    return await untilEnded(home, id, WHOLE_MS);
  } finally {
    await home.close();
  }
}

test(
  'a killed model process changes no bit of the result',
  async () => {
    process.stderr.write(`faults: kill points are drawn from seed ${SEED} (HOLDFAST_FAULT_SEED)\n`);
    const undisturbed = await run('llama-whole', []);
    const disturbed = await run('llama-killed', drawPoints(SEED, 'llama', 5, 1).flat());
    expect(undisturbed).toMatchObject({ state: 'completed', counts: { settled: CELLS } });
    expect(disturbed).toMatchObject({ state: 'completed', counts: { settled: CELLS, missing: {} } });
    expect(disturbed.resultHash).toBe(undisturbed.resultHash);
    expect(undisturbed.spend.callsSentAnew).toBe(0);
    process.stderr.write(`faults: llama, ${disturbed.spend.callsSentAnew} calls sent anew\n`);
  },
  WHOLE_MS,
);
