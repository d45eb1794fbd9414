/** Every write is a transaction, tried again where the database asks for that. */
import { setTimeout as sleep } from 'node:timers/promises';
import { whenThereIsRoom } from './full-disk.ts';
import type { Database, Write } from './tables.ts';

const PATIENCE_MS = 30_000;
const SQLITE_BUSY = 5;
/** PostgreSQL: serialization failure, deadlock, server is shutting down or starting. */
const TRY_AGAIN_CODES: ReadonlySet<unknown> = new Set([
  '40001', '40P01', '57P01', '57P02', '57P03', '08000', '08003', '08006',
  'ECONNRESET', 'ECONNREFUSED', 'EPIPE',
]); // prettier-ignore

/**
 * Runs `body` in one transaction; what it throws rolls back. A busy file, a deadlock or a lost connection is tried
 * again for half a minute, so `body` may run more than once, and after a lost connection the first run may even have
 * been committed: every body here is harmless when repeated.
 */
export function write<T>(database: Database, body: (write: Write) => Promise<T>): Promise<T> {
  return whenThereIsRoom(database, () => writeWithPatience(database, body));
}

async function writeWithPatience<T>(database: Database, body: (write: Write) => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let pause = 5; ; pause = Math.min(pause * 2, 1_000)) {
    try {
      return await database.transaction().execute(body);
    } catch (error) {
      if (!isTransient(error) || Date.now() + pause > deadline) throw error;
      await sleep(pause * (0.5 + Math.random()));
    }
  }
}

/** Whether the same transaction may succeed in a moment. */
export function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, errcode, message } = error as { code?: unknown; errcode?: unknown; message?: unknown };
  if (code === 'ERR_SQLITE_ERROR') return typeof errcode === 'number' && (errcode & 0xff) === SQLITE_BUSY;
  return TRY_AGAIN_CODES.has(code) || message === 'Connection terminated unexpectedly';
}
