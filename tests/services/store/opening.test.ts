/** Which stores are opened, and that all others are left as they are, to the byte. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { APPLICATION_ID, SCHEMA_VERSION } from '../../../services/store/application.ts';
import { MIGRATIONS } from '../../../services/store/migrations.ts';
import { openStore } from '../../../services/store/open.ts';
import { type Place, testDatabases } from './databases.ts';
import { exampleExperiment, hashOf, settledCell } from './examples.ts';
import { makeVersionOne } from './version-one.ts';

const [sqlite, ...servers] = testDatabases();

/** Short to print where they differ. */
function hashes(bytes: Record<string, string>): string[] {
  return Object.entries(bytes).map(([name, content]) => `${name} ${hashOf(content)}`);
}

test('the version is as many as there are migrations: each store meets each of them once', () => {
  expect(SCHEMA_VERSION).toBe(MIGRATIONS.length);
});

describe('a SQLite file', () => {
  let place: Place;
  let path: string;
  beforeEach(async () => {
    if (sqlite === undefined) throw new Error('no SQLite');
    place = await sqlite.newPlace();
    path = join(place.folder, 'store.sqlite');
  });
  afterEach(() => place.discard());

  test('that is not there is made by migrating, and by nothing else', async () => {
    await expect(openStore({ ...place.options, mode: 'open' })).rejects.toMatchObject({
      name: 'UserError',
      remedy: expect.stringContaining('holdfast up'),
    });
    expect(await readdir(place.folder)).toEqual([]);
    await (await openStore({ ...place.options, mode: 'migrate' })).close();
    const file = new DatabaseSync(path, { readOnly: true });
    const pragma = (name: string): unknown => file.prepare(`pragma ${name}`).get()?.[name];
    expect(pragma('application_id')).toBe(APPLICATION_ID);
    expect(pragma('user_version')).toBe(SCHEMA_VERSION);
    expect(pragma('journal_mode')).toBe('wal');
    file.close();
  });

  test('that is ours opens again either way and keeps what it holds', async () => {
    const record = exampleExperiment();
    const store = await openStore({ ...place.options, mode: 'migrate' });
    await store.putExperiment(record);
    await store.close();
    for (const mode of ['migrate', 'open'] as const) {
      const again = await openStore({ ...place.options, mode });
      expect(await again.experiment(record.id)).toEqual(record);
      await again.close();
    }
  });

  /** Every file of the folder, with its bytes in base64. */
  async function bytes(): Promise<Record<string, string>> {
    const names = await readdir(place.folder);
    const files = names
      .sort()
      .map(async (name) => [name, await readFile(join(place.folder, name), 'base64')] as const);
    return Object.fromEntries(await Promise.all(files));
  }

  async function refused(remedy: RegExp): Promise<void> {
    const before = await bytes();
    for (const mode of ['open', 'migrate'] as const) {
      await expect(openStore({ ...place.options, mode })).rejects.toMatchObject({
        name: 'UserError',
        place: path,
        remedy: expect.stringMatching(remedy),
      });
    }
    expect(hashes(await bytes())).toEqual(hashes(before));
  }

  test('of a newer Holdfast is refused and untouched, also right after a crash', async () => {
    await (await openStore({ ...place.options, mode: 'migrate' })).close();
    const file = new DatabaseSync(path);
    file.exec(`pragma user_version = ${SCHEMA_VERSION + 1}`);
    file.close();
    await refused(/newer/);
    // As a killed process leaves it: the newest marks are in the write-ahead log only.
    const newer = new DatabaseSync(path);
    newer.exec(`pragma wal_autocheckpoint = 0; pragma user_version = ${SCHEMA_VERSION}; create table t (a)`);
    newer.exec(`pragma user_version = ${SCHEMA_VERSION + 7}`);
    const killed = await bytes();
    newer.close();
    for (const [name, content] of Object.entries(killed)) {
      await writeFile(join(place.folder, name), Buffer.from(content, 'base64'));
    }
    await expect(openStore({ ...place.options, mode: 'migrate' })).rejects.toThrow(
      `version ${SCHEMA_VERSION + 7}`,
    );
    const after = await bytes();
    for (const name of ['store.sqlite', 'store.sqlite-wal']) expect(after[name] === killed[name]).toBe(true);
  });

  test('of an older Holdfast is opened by migrating only', async () => {
    await (await openStore({ ...place.options, mode: 'migrate' })).close();
    const file = new DatabaseSync(path);
    file.exec('pragma user_version = 0');
    file.close();
    const before = await bytes();
    await expect(openStore({ ...place.options, mode: 'open' })).rejects.toMatchObject({
      remedy: expect.stringContaining('holdfast migrate'),
    });
    expect(hashes(await bytes())).toEqual(hashes(before));
  });

  test('of version 1 keeps what it holds when it is migrated; which code its workers had stays unknown', async () => {
    const record = exampleExperiment();
    const run = { id: 'w', startedAt: 1, host: 'h', pid: 1, gitCommit: 'c', lockFileHash: 'l', versions: {} };
    const before = await openStore({ ...place.options, mode: 'migrate' });
    await before.putExperiment(record);
    await before.putWorkerRun({ ...run, code: { alignment: hashOf('code') } });
    await before.putCells(record.id, 'w', [settledCell('k')]);
    await before.close();
    makeVersionOne(path);
    await expect(openStore({ ...place.options, mode: 'open' })).rejects.toThrow(/older Holdfast/);
    const store = await openStore({ ...place.options, mode: 'migrate' });
    expect(await store.experiment(record.id)).toEqual(record);
    expect(await store.workerRuns(record.id)).toEqual([{ ...run, code: {}, completions: 0, cells: 1 }]);
    expect(await store.codes(record.id)).toEqual([]);
    const code = { hash: hashOf('code'), files: { 'families/a.ts': hashOf('a') } };
    await store.pinCode(record.id, code);
    expect(await store.codeInForce(record.id)).toBe(code.hash);
    await store.close();
  });

  test('of another program is refused and untouched: by its mark, by its tables, by not being SQLite', async () => {
    const file = new DatabaseSync(path);
    file.exec('create table theirs (a)');
    file.close();
    await refused(/one of its own/);
    const marked = new DatabaseSync(path);
    marked.exec('drop table theirs; pragma application_id = 252006674');
    marked.close();
    await refused(/one of its own/);
    await writeFile(path, 'person_id,item_1\n1,0\n'.repeat(100));
    await refused(/one of its own/);
    await writeFile(path, 'short');
    await refused(/one of its own/);
  });

  test('takes NORMAL or FULL, and nothing else', async () => {
    process.env['HOLDFAST_SYNCHRONOUS'] = 'sometimes';
    try {
      await expect(openStore({ ...place.options, mode: 'migrate' })).rejects.toMatchObject({
        place: 'HOLDFAST_SYNCHRONOUS',
      });
      process.env['HOLDFAST_SYNCHRONOUS'] = 'full';
      await (await openStore({ ...place.options, mode: 'migrate' })).close();
    } finally {
      delete process.env['HOLDFAST_SYNCHRONOUS'];
    }
  });
});

for (const database of servers) {
  if (database.missing !== undefined) {
    test.skip(`${database.name}: ${database.missing}`, () => {});
    continue;
  }
  describe(`a database of ${database.name}`, () => {
    let place: Place;
    beforeAll(() => database.start(), 60_000);
    afterAll(() => database.stop());
    beforeEach(async () => {
      place = await database.newPlace();
    }, 30_000);
    afterEach(() => place.discard());

    async function ask(text: string): Promise<unknown[]> {
      if (!('url' in place.options)) throw new Error('no server');
      const client = new pg.Client(place.options.url);
      await client.connect();
      try {
        const { rows } = await client.query<Record<string, unknown>>(text);
        return rows;
      } finally {
        await client.end();
      }
    }
    const TABLES = `select table_name from information_schema.tables where table_schema = 'public' order by 1`;

    test('is made by migrating, and by nothing else', async () => {
      await expect(openStore({ ...place.options, mode: 'open' })).rejects.toThrow(/no store here yet/);
      expect(await ask(TABLES)).toEqual([]);
      await (await openStore({ ...place.options, mode: 'migrate' })).close();
      await (await openStore({ ...place.options, mode: 'migrate' })).close();
      await (await openStore({ ...place.options, mode: 'open' })).close();
      expect(await ask('select * from holdfast_store')).toEqual([
        { application_id: String(APPLICATION_ID), schema_version: String(SCHEMA_VERSION) },
      ]);
    });

    test('of another program, or of a newer Holdfast, is refused and untouched', async () => {
      await ask('create table theirs (a integer)');
      for (const mode of ['open', 'migrate'] as const) {
        await expect(openStore({ ...place.options, mode })).rejects.toThrow(/not a store of Holdfast/);
      }
      expect(await ask(TABLES)).toEqual([{ table_name: 'theirs' }]);
      await ask('drop table theirs');
      await (await openStore({ ...place.options, mode: 'migrate' })).close();
      await ask(`update holdfast_store set schema_version = ${SCHEMA_VERSION + 1}`);
      const before = await ask(TABLES);
      for (const mode of ['open', 'migrate'] as const) {
        const error: unknown = await openStore({ ...place.options, mode }).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ name: 'UserError', message: expect.stringContaining('newer') });
        expect(JSON.stringify(error)).not.toContain('secret');
      }
      expect(await ask(TABLES)).toEqual(before);
    });
  });
}

test('a server that is not there is one clear error, without the password', async () => {
  if (sqlite === undefined) throw new Error('no SQLite');
  const place = await sqlite.newPlace();
  const url = 'postgres://someone:hush@127.0.0.1:9/nowhere';
  const error: unknown = await openStore({ url, mode: 'open', blobs: place.options.blobs }).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ name: 'UserError', place: 'postgres://someone@127.0.0.1:9/nowhere' });
  expect(String(error) + JSON.stringify(error)).not.toContain('hush');
  await place.discard();
});
