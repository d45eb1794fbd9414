/** A store with damaged pages: found, salvaged as far as it can be read, and filled up from a snapshot. */
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openBlobs } from '../../../services/store/blobs.ts';
import { problemsOf } from '../../../services/store/damage.ts';
import { openStore } from '../../../services/store/open.ts';
import { salvage } from '../../../services/store/salvage.ts';
import { lastSnapshot, snapshotsOf, takenAt, takeSnapshot } from '../../../services/store/snapshots.ts';
import { exampleOwner, settledCell } from './examples.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-damage-'));
  path = join(folder, 'store.sqlite');
  await (await openStore({ path, blobs: openBlobs(join(folder, 'blobs')), mode: 'migrate' })).close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const ROWS = 500;

/** `from` to `to`, each about a quarter of a page. */
function addCompletions(from: number, to: number): void {
  const file = new DatabaseSync(path);
  const insert = file.prepare(
    `insert into completions (key, kind, texts, worker_run, created_at) values (?, 'completion', ?, 1, 1)`,
  );
  for (let i = from; i < to; i++) insert.run(`key-${String(i).padStart(5, '0')}`, randomBytes(1000));
  file.close();
}

function keys(of = path): unknown[] {
  const file = new DatabaseSync(of, { readOnly: true });
  const rows = file.prepare('select key from completions not indexed order by key').all();
  file.close();
  return rows.map(({ key }) => key);
}

/** Overwrites the page that holds a key's row, and says which page it was. */
function damagePageOf(key: string): void {
  const file = new DatabaseSync(path, { readOnly: true });
  const pages = file
    .prepare(
      `select pageno, pagetype from dbstat where name = 'completions' and pagetype = 'leaf' order by path`,
    )
    .all();
  file.close();
  const index = Math.floor((Number(key.slice(4)) / ROWS) * pages.length);
  overwrite((Number(pages[index]?.['pageno']) - 1) * 4096, 4096);
}

function overwrite(at: number, bytes: number): void {
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
  closeSync(descriptor);
}

test('a whole store has no problems, and one that is not there neither', () => {
  addCompletions(0, ROWS);
  expect(problemsOf(path, 'quick')).toEqual([]);
  expect(problemsOf(path, 'whole')).toEqual([]);
  expect(problemsOf(join(folder, 'none'), 'whole')).toEqual([]);
});

test('one damaged page costs the rows of that page and no other', () => {
  addCompletions(0, ROWS);
  damagePageOf('key-00250');
  expect(problemsOf(path, 'quick')).not.toEqual([]);
  const result = salvage(path);
  const completions = result.tables.find(({ table }) => table === 'completions');
  expect(completions).toMatchObject({ isWhole: false, fromSnapshot: 0 });
  expect(result.tables.filter(({ isWhole }) => !isWhole)).toHaveLength(1);
  const lost = ROWS - keys().length;
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBeLessThanOrEqual(4);
  expect(completions?.read).toBe(ROWS - lost);
  expect(problemsOf(path, 'whole')).toEqual([]);
  expect(existsSync(result.damaged)).toBe(true);
});

test('what was lost comes from the last snapshot, and what came after it from the damaged file', async () => {
  addCompletions(0, 400);
  const snapshot = takeSnapshot(path, 3);
  addCompletions(400, ROWS);
  damagePageOf('key-00100');
  const result = salvage(path);
  expect(result.snapshot).toBe(snapshot);
  expect(keys()).toHaveLength(ROWS);
  expect(result.tables.find(({ table }) => table === 'completions')?.fromSnapshot).toBeGreaterThan(0);
  await (await openStore({ path, blobs: openBlobs(join(folder, 'blobs')), mode: 'open' })).close();
});

test('which worker wrote what is known again from the workers alone', async () => {
  const options = { path, blobs: openBlobs(join(folder, 'blobs')) } as const;
  const store = await openStore({ ...options, mode: 'open' });
  const { id } = await exampleOwner(store);
  const run = { id: 'w', startedAt: 1, host: 'h', pid: 1, gitCommit: 'c', lockFileHash: 'l', versions: {} };
  await store.putWorkerRun({ ...run, code: {} });
  await store.putCells(id, 'w', [settledCell('k')]);
  await store.close();
  const file = new DatabaseSync(path);
  file.exec('delete from worker_numbers');
  file.close();
  salvage(path);
  const after = await openStore({ ...options, mode: 'open' });
  expect(await after.workerRuns(id)).toMatchObject([{ id: 'w', cells: 1 }]);
  await after.close();
});

test('a snapshot from before a void brings no cell back that was set aside', async () => {
  const options = { path, blobs: openBlobs(join(folder, 'blobs')) } as const;
  const store = await openStore({ ...options, mode: 'open' });
  const { id } = await exampleOwner(store);
  const padded = { status: 'ok', said: 'x'.repeat(1000) };
  const cells = Array.from({ length: 60 }, (_, k) => ({ ...settledCell(`c${k + 10}`), outcome: padded }));
  await store.putCells(id, 'run-1', cells);
  takeSnapshot(path, 3);
  const voided = cells.slice(0, 30).map(({ key }) => key);
  await store.putVoid(id, 'other weights', {}, { cells: voided, answers: [] });
  // Asked anew, and settled as before.
  await store.putCells(id, 'run-2', cells.slice(0, 5));
  await store.close();

  const file = new DatabaseSync(path, { readOnly: true });
  const page = file
    .prepare(`select pageno from dbstat where name = 'cells' and pagetype = 'leaf' order by path`)
    .get();
  file.close();
  overwrite((Number(page?.['pageno']) - 1) * 4096, 4096);
  const found = salvage(path).tables.find(({ table }) => table === 'cells');
  const after = await openStore({ ...options, mode: 'open' });
  const there = (await after.cells(id)).map(({ key }) => key);
  await after.close();
  expect(there).toEqual([...cells.slice(0, 5), ...cells.slice(30)].map(({ key }) => key));
  expect(found?.fromSnapshot).toBeGreaterThan(0);
  expect((found?.read ?? 0) + (found?.fromSnapshot ?? 0)).toBe(there.length);
});

test('a damaged header: opening names file, copy and command; salvage goes back to the copy', async () => {
  addCompletions(0, ROWS);
  const snapshot = takeSnapshot(path, 3);
  overwrite(100, statSync(path).size - 100);
  await expect(
    openStore({ path, blobs: openBlobs(join(folder, 'blobs')), mode: 'open' }),
  ).rejects.toMatchObject({
    name: 'UserError',
    place: path,
    message: expect.stringContaining('damaged'),
    remedy: expect.stringMatching(/store-\d{8}T\d{6}Z\.sqlite.*store check.*store salvage/s),
  });
  expect(salvage(path).snapshot).toBe(snapshot);
  expect(keys()).toEqual(keys(snapshot));
});

test('nothing to read and no snapshot: an error, and the file stays', () => {
  overwrite(100, statSync(path).size - 100);
  expect(() => salvage(path)).toThrow(/nothing can be read/);
  expect(readdirSync(folder).filter((name) => /salvage|damaged/.test(name))).toEqual([]);
});

test('snapshots are kept as many as are asked for, hold what was committed, and know their time', () => {
  addCompletions(0, 10);
  for (let day = 1; day <= 4; day++) takeSnapshot(path, 3, new Date(Date.UTC(2026, 0, day, 12, 30, 5)));
  expect(snapshotsOf(path).map((file) => new Date(takenAt(file)).toISOString())).toEqual([
    '2026-01-02T12:30:05.000Z',
    '2026-01-03T12:30:05.000Z',
    '2026-01-04T12:30:05.000Z',
  ]);
  expect(keys(lastSnapshot(path))).toEqual(keys());
  expect(readdirSync(join(folder, 'snapshots'))).toHaveLength(3);
});

test('a damaged store gives no snapshot, and takes none away', () => {
  addCompletions(0, ROWS);
  const snapshot = takeSnapshot(path, 1, new Date(0));
  damagePageOf('key-00250');
  expect(() => takeSnapshot(path, 1)).toThrow();
  expect(snapshotsOf(path)).toEqual([snapshot]);
});
