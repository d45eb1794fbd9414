/** The log of a store's writes is folded into its file by another connection, while the one that writes goes on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { foldLog } from '../../../services/store/checkpoints.ts';
import { openSqlite } from '../../../services/store/sqlite-backend.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-checkpoints-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Pages that stand in the log alone. */
function unfolded(path: string): number {
  const file = new DatabaseSync(path);
  const row = file.prepare('pragma wal_checkpoint(noop)').get() as { log: number; checkpointed: number };
  file.close();
  return row.log - row.checkpointed;
}

test('what a worker writes is folded by the other, and not by the worker', async () => {
  const path = join(folder, 'store.sqlite');
  const { database } = openSqlite(path, 'NORMAL');
  await sql`create table notes (text text)`.execute(database);
  const write = async (): Promise<void> => {
    for (let at = 0; at < 40; at++)
      await sql`insert into notes values (${'x'.repeat(200_000)})`.execute(database);
  };
  await write();
  // More than SQLite lets stand by itself.
  expect(unfolded(path)).toBeGreaterThan(1500);
  const end = foldLog(path, 20);
  try {
    for (const late = Date.now() + 10_000; unfolded(path) > 0 && Date.now() < late;) await sleep(20);
    expect(unfolded(path)).toBe(0);
    await write();
    for (const late = Date.now() + 10_000; unfolded(path) > 0 && Date.now() < late;) await sleep(20);
    expect(unfolded(path)).toBe(0);
  } finally {
    end();
    await database.destroy();
  }
});
