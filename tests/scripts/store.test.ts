/** `holdfast store`, and what every command says of damaged files. */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { keepSnapshots } from '../../scripts/up/snapshots.ts';
import { openHome } from '../../services/home/home.ts';
import { holdfast, last } from './holdfast.ts';
import { workplace } from './workplace.ts';

let folder: string;
let home: string;
let store: string;
beforeEach(async () => {
  folder = workplace();
  home = join(folder, '.holdfast');
  store = join(home, 'store.sqlite');
  await holdfast(folder, ['migrate']);
}, 60_000);
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Leaves the header, so that it still looks like ours. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xa5, 100));
}

test('a whole store: checked, copied, and not salvaged', async () => {
  const { file } = last(await holdfast(folder, ['store', 'snapshot', '--json']));
  expect(existsSync(String(file))).toBe(true);
  const checked = await holdfast(folder, ['store', 'check', '--json']);
  expect(checked.code).toBe(0);
  expect(last(checked)).toEqual({ store: [], temporal: [], snapshot: file });
  const before = readFileSync(store);
  const refused = await holdfast(folder, ['store', 'salvage']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('whole');
  expect(readFileSync(store).equals(before)).toBe(true);
}, 60_000);

test('a damaged store: commands name file, copy and command, and salvage brings it back', async () => {
  const { file } = last(await holdfast(folder, ['store', 'snapshot', '--json']));
  damage(store);
  for (const args of [['list'], ['up'], ['store', 'snapshot']]) {
    const { code, stderr } = await holdfast(folder, args);
    expect({ args, code }).toEqual({ args, code: 2 });
    for (const part of [store, String(file), './holdfast store check', './holdfast store salvage'])
      expect(stderr).toContain(part);
    expect(stderr).not.toContain('a bug of ours');
  }
  expect((await holdfast(folder, ['doctor'])).stdout).toContain('store salvage');
  expect((await holdfast(folder, ['store', 'check'])).code).toBe(2);
  const salvaged = last(await holdfast(folder, ['store', 'salvage', '--json']));
  expect(salvaged).toMatchObject({ snapshot: file });
  expect(existsSync(String(salvaged['damaged']))).toBe(true);
  expect((await holdfast(folder, ['list', '--json'])).stdout.trim()).toBe('[]');
}, 120_000);

test("Temporal's damaged database ends `up` with its file and the command, and starts no server", async () => {
  const file = join(home, 'temporal.sqlite');
  const made = new DatabaseSync(file);
  made.exec('create table executions (a)');
  made.close();
  copyFileSync(file, `${file}.whole`);
  damage(file);
  const { code, stderr } = await holdfast(folder, ['up'], { HOLDFAST_TEST_KEY: 'k' });
  expect(code).toBe(2);
  expect(stderr).toContain(file);
  expect(stderr).toContain(`mv ${file} ${file}.damaged`);
  expect(existsSync(join(home, 'logs', 'temporal.log'))).toBe(false);
  expect((await holdfast(folder, ['doctor'])).stdout).toContain("Temporal's database is damaged");
}, 60_000);

test('`up` makes a snapshot where the last one is a day old, and no second one that day', async () => {
  const snapshots = join(home, 'snapshots');
  const end = keepSnapshots(
    openHome(home),
    { databaseUrl: undefined, snapshots: 3 },
    { firstMs: 1, everyMs: 50 },
  );
  try {
    const deadline = Date.now() + 30_000;
    while (!existsSync(snapshots) || !readdirSync(snapshots).some((name) => name.endsWith('Z.sqlite'))) {
      if (Date.now() > deadline) throw new Error('no snapshot');
      await sleep(50);
    }
    await sleep(500);
    expect(readdirSync(snapshots).filter((name) => name.endsWith('.sqlite'))).toHaveLength(1);
  } finally {
    end();
  }
}, 60_000);
