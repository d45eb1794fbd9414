/** The databases that one suite runs over: a SQLite file, PGlite behind a socket, a real PostgreSQL server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { openBlobs } from '../../../services/store/blobs.ts';
import type { StoreOptions } from '../../../services/store/open.ts';
import { startPostgres, whyNoPostgres } from './postgres-server.ts';

/** Options of a store that is not there yet, and how to throw it away. */
export interface Place {
  readonly options:
    | Omit<Extract<StoreOptions, { path: string }>, 'mode'>
    | Omit<Extract<StoreOptions, { url: string }>, 'mode'>;
  readonly folder: string;
  discard(): Promise<void>;
}

export interface TestDatabase {
  readonly name: string;
  /** Why it cannot be tested here. */
  readonly missing: string | undefined;
  /** Several processes can be connected at once. */
  readonly manyProcesses: boolean;
  start(): Promise<void>;
  newPlace(): Promise<Place>;
  /** Crashes the server and starts it again, where there is one and it is ours. */
  readonly crash?: () => Promise<void>;
  stop(): Promise<void>;
}

export function testDatabases(): TestDatabase[] {
  return [sqlite(), pglite(), postgres()];
}

/** Those that a suite wants and that are here; one that is not is skipped, with its reason. */
export function databasesHere(wanted: (database: TestDatabase) => boolean = () => true): TestDatabase[] {
  return testDatabases()
    .filter(wanted)
    .filter(({ name, missing }) => {
      if (missing !== undefined) test.skip(`${name}: ${missing}`, () => {});
      return missing === undefined;
    });
}

function sqlite(): TestDatabase {
  return {
    name: 'SQLite',
    missing: undefined,
    manyProcesses: true,
    start: async () => {},
    newPlace: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'holdfast-store-'));
      return {
        options: { path: join(folder, 'store.sqlite'), blobs: openBlobs(join(folder, 'blobs')) },
        folder,
        discard: () => rm(folder, { recursive: true }),
      };
    },
    stop: async () => {},
  };
}

/** PGlite works for one connection at a time: a pool of one. (The server takes more, for one that is just closing.) */
function pglite(): TestDatabase {
  return {
    name: 'PGlite',
    missing: undefined,
    manyProcesses: false,
    start: async () => {},
    newPlace: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'holdfast-store-'));
      const database = await PGlite.create();
      const server = new PGLiteSocketServer({ db: database, port: 0, host: '127.0.0.1', maxConnections: 4 });
      await server.start();
      return {
        options: {
          url: `postgres://postgres:secret@${server.getServerConn()}/postgres`,
          poolSize: 1,
          blobs: openBlobs(join(folder, 'blobs')),
        },
        folder,
        discard: async () => {
          await server.stop();
          await database.close();
          await rm(folder, { recursive: true });
        },
      };
    },
    stop: async () => {},
  };
}

function postgres(): TestDatabase {
  let server: Awaited<ReturnType<typeof startPostgres>> | undefined;
  return {
    name: 'PostgreSQL',
    missing: whyNoPostgres(),
    manyProcesses: true,
    start: async () => {
      server = await startPostgres();
    },
    newPlace: async () => {
      if (server === undefined) throw new Error('not started');
      const folder = await mkdtemp(join(tmpdir(), 'holdfast-store-'));
      return {
        options: { url: await server.newDatabase(), blobs: openBlobs(join(folder, 'blobs')) },
        folder,
        discard: () => rm(folder, { recursive: true }),
      };
    },
    crash: async () => server?.crash?.(),
    stop: async () => server?.stop(),
  };
}
