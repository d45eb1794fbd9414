/** A disk that is really full: SQLite's own limit on pages, and a small file system where this user may mount one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { fullDisk } from '../../../scripts/cli/full-disk.ts';
import { openBlobs } from '../../../services/store/blobs.ts';
import { DiskGate, holdWhileFull, isDiskFull } from '../../../services/store/full-disk.ts';
import { openStore } from '../../../services/store/open.ts';
import { openSqlite } from '../../../services/store/sqlite-backend.ts';
import { write } from '../../../services/store/write.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-full-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const big = sql`insert into t values (${'x'.repeat(200_000)})`;

test('a write that finds no room is held with all after it, and each is written once when there is room', async () => {
  const { database } = openSqlite(join(folder, 'store.sqlite'), 'NORMAL');
  await sql`create table t (a)`.execute(database);
  await sql`pragma max_page_count = 10`.execute(database);
  const error: unknown = await write(database, (trx) => big.execute(trx)).catch((thrown: unknown) => thrown);
  expect(isDiskFull(error)).toBe(true);
  holdWhileFull(database, new DiskGate(20));
  const done: string[] = [];
  const held = write(database, (trx) => big.execute(trx)).then(() => done.push('answer'));
  await sleep(30);
  // Small enough to find room: it must not, because it would let a call out.
  const after = write(database, (trx) => sql`insert into t values ('admission')`.execute(trx)).then(() =>
    done.push('admission'),
  );
  await sleep(200);
  expect(done).toEqual([]);
  await sql`pragma max_page_count = 10000`.execute(database);
  await Promise.all([held, after]);
  expect(done).toEqual(['answer', 'admission']);
  expect((await sql`select * from t`.execute(database)).rows).toHaveLength(2);
  await database.destroy();
});

test('what fails for another reason while the disk is full fails, and the others go on', async () => {
  const gate = new DiskGate(5);
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  let tries = 0;
  const first = gate.run(async () => {
    throw ++tries < 3 ? full : new Error('broken');
  });
  const second = gate.run(async () => 'written');
  await expect(first).rejects.toThrow('broken');
  expect(await second).toBe('written');
  expect(tries).toBe(3);
});

const mounted = mkdtempSync(join(tmpdir(), 'holdfast-tmpfs-'));
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', mounted]).status === 0;
afterAll(() => {
  if (canMount) spawnSync('umount', [mounted]);
  rmSync(mounted, { recursive: true, force: true });
});

(canMount ? test : test.skip)(
  `a full file system is held and said${canMount ? '' : ': this user may not mount one'}`,
  async () => {
    const path = join(mounted, 'store.sqlite');
    const blobs = openBlobs(join(mounted, 'blobs'));
    const store = await openStore({ path, blobs, mode: 'migrate', holdWhileFull: true });
    expect(fullDisk(mounted)).toBeUndefined();
    const filler = join(mounted, 'filler');
    for (let size = 2 ** 20; size >= 4096; size /= 2) {
      try {
        for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
      } catch (error) {
        expect(isDiskFull(error)).toBe(true);
      }
    }
    expect(fullDisk(mounted)).toContain('the disk is full');
    const run = {
      id: 'w',
      startedAt: 1,
      host: 'h'.repeat(100_000),
      pid: 1,
      gitCommit: 'c',
      lockFileHash: 'l',
      versions: {},
      code: {},
    };
    let isWritten = false;
    const writing = store.putWorkerRun(run).then(() => (isWritten = true));
    await sleep(300);
    expect(isWritten).toBe(false);
    expect(store.isHeld()).toBe(true);
    rmSync(filler);
    await writing;
    expect(store.isHeld()).toBe(false);
    await store.close();
  },
  20_000,
);

(canMount ? test : test.skip)(
  `a store that a full file system does not let open asks for room${canMount ? '' : ': this user may not mount one'}`,
  async () => {
    const path = join(mounted, 'closed.sqlite');
    const blobs = openBlobs(join(mounted, 'blobs'));
    await (await openStore({ path, blobs, mode: 'migrate' })).close();
    const filler = join(mounted, 'filler');
    expect(() => {
      for (;;) writeFileSync(filler, Buffer.alloc(4096), { flag: 'a' });
    }).toThrow();
    await expect(openStore({ path, blobs, mode: 'open' })).rejects.toMatchObject({
      name: 'UserError',
      place: path,
      remedy: expect.stringContaining('room on the disk'),
    });
    rmSync(filler);
  },
);
