/** The store in one SQLite file: whose it is stands in the pragmas `application_id` and `user_version`. */
import { existsSync, openSync, readSync, closeSync, statSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Kysely, sql } from 'kysely';
import { messageOf, UserError } from '../../domain/errors.ts';
import { APPLICATION_ID } from './application.ts';
import type { Backend, Marks } from './backend.ts';
import { LONGEST_LOG_PAGES } from './checkpoints.ts';
import { damagedStore, isDamage } from './damage.ts';
import { NodeSqliteDialect } from './sqlite-driver.ts';
import type { Tables } from './tables.ts';
import { isTransient } from './write.ts';

/** How far a commit goes: `NORMAL` outlives a killed process, `FULL` a power cut too. */
export type Synchronous = 'NORMAL' | 'FULL';

/**
 * SQLite waits inside the call, and with it everything in this process; so it waits briefly and the transaction is
 * tried again (`write.ts`).
 */
const BUSY_TIMEOUT_MS = 250;

/** How long another process that makes, or closes, the same file is waited for. */
const OPENING_PATIENCE_MS = 10_000;

/** Opens a file for writing. Look at it with `sqliteMarks` first: this changes the file (to WAL). */
export function openSqlite(path: string, synchronous: Synchronous): Backend {
  mkdirSync(dirname(path), { recursive: true });
  const file = new DatabaseSync(path, { timeout: OPENING_PATIENCE_MS });
  try {
    changeToWal(file);
    file.exec(`pragma synchronous = ${synchronous}`);
    file.exec(`pragma wal_autocheckpoint = ${LONGEST_LOG_PAGES}`);
    file.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
  } catch (error) {
    file.close();
    if (isDamage(error)) throw damagedStore(path, messageOf(error));
    throw new UserError(`cannot open the store: ${messageOf(error)}`, {
      place: path,
      remedy: 'Is there room on the disk, and may this user write in the folder?',
    });
  }
  return {
    database: new Kysely<Tables>({ dialect: new NodeSqliteDialect(file) }),
    place: path,
    textType: 'text',
    bytesType: 'blob',
    housekeeping: {
      // The log held what was deleted, too.
      compaction: ['vacuum', 'pragma wal_checkpoint(truncate)'],
      size: 'select page_count * page_size as bytes from pragma_page_count, pragma_page_size',
    },
    marks: async () => readMarks(file),
    // BEGIN IMMEDIATE holds the only write lock already.
    lockForMigration: async () => {},
    setVersion: async (write, version) => {
      await sql.raw(`pragma application_id = ${APPLICATION_ID}`).execute(write);
      await sql.raw(`pragma user_version = ${version}`).execute(write);
    },
  };
}

/**
 * The change of the journal mode needs the file for itself, and SQLite does not wait for that as it waits for a lock
 * (two that change it at once would wait for each other): it says busy at once, so it is asked again.
 */
function changeToWal(file: DatabaseSync): void {
  const deadline = Date.now() + OPENING_PATIENCE_MS;
  for (;;) {
    try {
      file.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (!isTransient(error) || Date.now() > deadline) throw error;
      // The call is synchronous, as all of SQLite is.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 + 20 * Math.random());
    }
  }
}

/**
 * Whose file this is, without changing a byte of it: the header first, and SQLite (reading only) where the header
 * does not say that it is another's, because the newest marks may still be in the write-ahead log.
 */
export function sqliteMarks(path: string): Marks {
  if (!existsSync(path)) return { kind: 'empty' };
  const header = readHeader(path);
  if (header.length > 0 && header.toString('latin1', 0, 16) !== 'SQLite format 3\0')
    return { kind: 'foreign' };
  const applicationId = header.length < 72 ? 0 : header.readUInt32BE(68);
  if (applicationId !== 0 && applicationId !== APPLICATION_ID) return { kind: 'foreign' };
  const file = new DatabaseSync(toBeRead(path), { readOnly: true, timeout: 10_000 });
  try {
    return readMarks(file);
  } catch (error) {
    if (isDamage(error)) throw damagedStore(path, messageOf(error));
    throw new UserError(`cannot read the store: ${messageOf(error)}`, {
      place: path,
      remedy: 'Is the disk in order, and may this user write in the folder?',
    });
  } finally {
    file.close();
  }
}

/** Where no log is pending, SQLite is told not to make one (nor its index) beside a file that may not be ours. */
function toBeRead(path: string): string | URL {
  const log = `${path}-wal`;
  if (existsSync(log) && statSync(log).size > 0) return path;
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return url;
}

function readMarks(file: DatabaseSync): Marks {
  const applicationId = numberOf(file, 'pragma application_id', 'application_id');
  if (applicationId === APPLICATION_ID) {
    return { kind: 'ours', version: numberOf(file, 'pragma user_version', 'user_version') };
  }
  const tables = numberOf(file, 'select count(*) as tables from sqlite_master', 'tables');
  return applicationId === 0 && tables === 0 ? { kind: 'empty' } : { kind: 'foreign' };
}

function numberOf(file: DatabaseSync, query: string, column: string): number {
  return Number(file.prepare(query).get()?.[column] ?? 0);
}

function readHeader(path: string): Buffer {
  if (!statSync(path).isFile()) throw new UserError('the store must be a file', { place: path });
  const header = Buffer.alloc(100);
  const file = openSync(path, 'r');
  try {
    return header.subarray(0, readSync(file, header, 0, header.length, 0));
  } finally {
    closeSync(file);
  }
}
