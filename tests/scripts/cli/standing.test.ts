/** What `run`, `watch`, `list` and `show` say of where an experiment is. */
import { join } from 'node:path';
import { standingOf } from '../../../scripts/cli/standing.ts';
import { readSpec } from '../../../scripts/cli/spec-file.ts';
import { storeExperiment } from '../../../scripts/cli/store-experiment.ts';
import { timeLeftOf } from '../../../scripts/cli/time-left.ts';
import type { ExperimentId, ExperimentState } from '../../../domain/experiment.ts';
import { readConfig } from '../../../services/home/config.ts';
import { makeHome } from '../../../services/home/home.ts';
import { openStorage } from '../../../services/home/storage.ts';
import { workplace } from '../workplace.ts';

const PIPE = { isTTY: false } as NodeJS.WriteStream;
const TERMINAL = { isTTY: true } as NodeJS.WriteStream;
// Escape sequences begin with it.
const ESCAPE = '\u001b';

const id = 'alignment/small/0' as ExperimentId;
const running = (cells: number, updatedAt: number, state: ExperimentState = 'running') => ({
  ...{ id, state, cells, updatedAt },
});
/** A store in which so many cells settled in each stretch. */
const lately = (...cells: number[]) => ({
  settledLately: async (_: ExperimentId, since: number, until: number, stretches: number) => {
    expect(until).toBeGreaterThan(since);
    return Array.from({ length: stretches }, (_, stretch) => cells[stretch % cells.length] ?? 0);
  },
});

describe('time left', () => {
  const now = 10_000_000;
  test('goes by what settled since it runs, over a quarter of an hour at most', async () => {
    // 12 stretches of 10 s with 5 cells each.
    const even = await timeLeftOf(lately(5), running(660, now - 120_000), 60, now);
    expect(even).toEqual({ ms: 1_200_000, lowMs: Math.round(1_200_000 / 1.1), highMs: 1_320_000 });
    const long = await timeLeftOf(lately(5), running(660, 0), 60, now);
    expect(long?.ms).toBe((600 / 5) * 75_000);
    const uneven = await timeLeftOf(lately(0, 10), running(660, now - 120_000), 60, now);
    expect(uneven?.ms).toBeCloseTo(1_200_000, -5);
    expect(uneven?.highMs).toBeGreaterThan(1_400_000);
  });

  test('is not taken from answers that came out of the memo all at once', async () => {
    const burst = [2_000, ...Array.from({ length: 11 }, () => 5)];
    const left = await timeLeftOf(lately(...burst), running(2_655, now - 120_000), 2_055, now);
    expect(left?.ms).toBe(1_200_000);
  });

  test('is not short because a fast model is through: while nothing settles it grows', async () => {
    const throughSince = [1_000, 1_000, 1_000, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const left = await timeLeftOf(lately(...throughSince), running(3_060, now - 120_000), 3_000, now);
    expect(left?.ms).toBe(80_000);
    expect(left?.highMs).toBe(320_000);
  });

  test('is unknown where it does not run, at its very beginning, and where nothing settles', async () => {
    expect(await timeLeftOf(lately(5), running(660, now - 120_000, 'paused'), 60, now)).toBeUndefined();
    expect(await timeLeftOf(lately(5), running(660, now - 1_000), 60, now)).toBeUndefined();
    expect(await timeLeftOf(lately(0), running(660, now - 120_000), 60, now)).toBeUndefined();
    expect(await timeLeftOf(lately(5), running(60, now - 120_000), 60, now)).toBeUndefined();
  });
});

test('it is read without colour: the state is a word that comes first, and what blocks stands below', async () => {
  const folder = workplace();
  const home = makeHome(join(folder, '.holdfast'));
  const config = readConfig({ HOLDFAST_CONFIG: join(folder, 'holdfast.toml') });
  const storage = await openStorage(home, config, 'migrate');
  const { store } = storage;
  const { NO_COLOR, TERM } = process.env;
  delete process.env['NO_COLOR'];
  process.env['TERM'] = 'xterm';
  try {
    const spec = readSpec(join(folder, 'spec.yaml'));
    const { experiment } = await storeExperiment({ home, config, ...storage }, spec, '', 'running');
    const cell = { status: 'settled', outcome: { status: 'ok' }, missingClass: null, reason: null } as const;
    await store.putCells(experiment, 'w', [{ ...cell, key: 'a', completions: [] }]);
    await store.setState(experiment, 'blocked', 'the key is refused\n- see that it is set');
    const record = await store.experiment(experiment);
    if (record === undefined) throw new Error('it is not in the store');
    const piped = await standingOf(store, record, PIPE);
    expect(piped.lines).toEqual([
      'blocked    1 of 48 cells (2 %) · 0 calls · 0 from the memo',
      'the key is refused',
      '- see that it is set',
    ]);
    expect(piped.json).toMatchObject({ settled: 1, cells: 48, missing: 0, calls: 0 });
    const coloured = await standingOf(store, record, TERMINAL);
    expect(coloured.lines[0]).toContain(`${ESCAPE}[31mblocked`);
    expect(coloured.line).not.toContain(ESCAPE);
    process.env['NO_COLOR'] = '1';
    expect((await standingOf(store, record, TERMINAL)).lines).toEqual(piped.lines);
    delete process.env['NO_COLOR'];
    process.env['TERM'] = 'dumb';
    expect((await standingOf(store, record, TERMINAL)).lines).toEqual(piped.lines);
  } finally {
    if (NO_COLOR !== undefined) process.env['NO_COLOR'] = NO_COLOR;
    if (TERM === undefined) delete process.env['TERM'];
    else process.env['TERM'] = TERM;
    await store.close();
  }
});
