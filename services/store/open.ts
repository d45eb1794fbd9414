/** Opens the store: the file or database is looked at first, and one that is not ours is left as it is. */
import { UserError } from '../../domain/errors.ts';
import type { Blobs, Store } from '../../domain/store.ts';
import type { Backend } from './backend.ts';
import { checkFits } from './check-fits.ts';
import { KyselyStore } from './kysely-store.ts';
import { migrate } from './migrations.ts';
import { openPostgres } from './postgres-backend.ts';
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
  /** Where large completions go. */
  readonly blobs: Blobs;
};

const DEFAULT_POOL_SIZE = 4;

/**
 * @throws UserError where there is no store, or a newer, older or foreign one, or the server cannot be reached; the
 * file or database is untouched then
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const backend =
    'path' in options ? openFile(options) : await openDatabase(options.url, options.poolSize, options.mode);
  if (options.mode === 'migrate') {
    try {
      await migrate(backend);
    } catch (error) {
      await backend.database.destroy();
      throw error;
    }
  }
  return new KyselyStore(backend.database, options.blobs);
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
