/** Opens the store: the file or database is looked at first, and one that is not ours is left as it is. */
import { existsSync, linkSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import type { Blobs, Store } from '../../domain/store.ts';
import type { Backend } from './backend.ts';
import { checkFits } from './check-fits.ts';
import { holdWhileFull } from './full-disk.ts';
import { KyselyStore } from './kysely-store.ts';
import { migrate } from './migrations.ts';
import { openPostgres } from './postgres-backend.ts';
import { SentNotes } from './sent-notes.ts';
import { openSqlite, sqliteMarks, type Synchronous } from './sqlite-backend.ts';

export type StoreOptions = (
  | {
      /** The SQLite file. */
      readonly path: string;
      /** How far a commit goes; `HOLDFAST_SYNCHRONOUS` or `NORMAL` if absent. */
      readonly synchronous?: Synchronous;
    }
  | {
      /** A PostgreSQL database of Holdfast's own: `postgres://user:password@host:5432/database`. */
      readonly url: string;
      /** Connections at most; 4 if absent. */
      readonly poolSize?: number;
    }
) & {
  /** `migrate` makes a store or brings it to this version (`up` and `migrate`); `open` only takes one that fits. */
  readonly mode: 'migrate' | 'open';
  /** Addresses of endpoints by name, for a migration that attributes old answers; none if absent. */
  readonly addresses?: ReadonlyMap<string, string>;
  /** Where large completions go. */
  readonly blobs: Blobs;
  /**
   * Where this machine's processes note which calls they have sent; `sent` beside a SQLite file. Without one, what a crash leaves
   * in flight is counted as sent.
   */
  readonly sentFolder?: string;
  /** Whether writes are held while the disk is full; they fail if absent. */
  readonly holdWhileFull?: boolean;
};

const DEFAULT_POOL_SIZE = 4;

/**
 * @throws UserError where there is no store, or a newer, older or foreign one, or the server cannot be reached; the
 * file or database is untouched then
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  if ('path' in options && options.mode === 'migrate') await makeFile(options.path);
  const backend =
    'path' in options ? openFile(options) : await openDatabase(options.url, options.poolSize, options.mode);
  if (options.mode === 'migrate') {
    try {
      await migrate(backend, { addresses: options.addresses ?? new Map<string, string>() });
    } catch (error) {
      await backend.database.destroy();
      throw error;
    }
  }
  if (options.holdWhileFull === true) holdWhileFull(backend.database);
  const beside = 'path' in options ? join(dirname(options.path), 'sent') : undefined;
  const notes = new SentNotes(options.sentFolder ?? beside);
  return new KyselyStore(backend.database, options.blobs, notes, backend.housekeeping);
}

/**
 * A new file gets its name when it is whole: a process that looks at one that another is making could take it for a
 * damaged one.
 */
async function makeFile(path: string): Promise<void> {
  if (existsSync(path)) return;
  const draft = `${path}.${process.pid}.new`;
  const backend = openSqlite(draft, synchronousOfEnvironment());
  try {
    await migrate(backend);
  } finally {
    // Closing brings the write-ahead log into the file.
    await backend.database.destroy();
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    // Another process was first: its file stands.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(`${draft}${end}`, { force: true });
  }
}

function openFile(options: { path: string; synchronous?: Synchronous; mode: 'migrate' | 'open' }): Backend {
  const synchronous = options.synchronous ?? synchronousOfEnvironment();
  checkFits(sqliteMarks(options.path), options.mode, options.path);
  return openSqlite(options.path, synchronous);
}

async function openDatabase(
  url: string,
  poolSize = DEFAULT_POOL_SIZE,
  mode: 'migrate' | 'open',
): Promise<Backend> {
  const backend = await openPostgres(url, poolSize);
  try {
    checkFits(await backend.marks(backend.database), mode, backend.place);
    return backend;
  } catch (error) {
    await backend.database.destroy();
    throw error;
  }
}

function synchronousOfEnvironment(): Synchronous {
  const asked = process.env['HOLDFAST_SYNCHRONOUS']?.toUpperCase() ?? 'NORMAL';
  if (asked === 'NORMAL' || asked === 'FULL') return asked;
  throw new UserError(`'${asked}' is not known`, {
    place: 'HOLDFAST_SYNCHRONOUS',
    remedy: 'Use NORMAL or FULL.',
  });
}
