/** The store in a PostgreSQL database of its own: whose it is stands in the table `holdfast_store`. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { messageOf, UserError } from '../../domain/errors.ts';
import { APPLICATION_ID } from './application.ts';
import type { Backend, Marks } from './backend.ts';
import type { Database, Tables, Write } from './tables.ts';

const BIGINT = 20;
const NUMERIC = 1700;

/** @throws UserError where the server cannot be reached or lets nobody in */
export async function openPostgres(url: string, poolSize: number): Promise<Backend> {
  const place = withoutPassword(url);
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    application_name: 'holdfast',
    types: { getTypeParser },
  });
  // A connection that breaks while nobody uses it: the pool replaces it, and the next query says if it cannot.
  pool.on('error', () => {});
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw new UserError(`cannot reach the database: ${messageOf(error)}`, {
      place,
      remedy:
        'Is the server up, and does the URL (HOLDFAST_DATABASE_URL) name host, port, user and database rightly?',
    });
  }
  return {
    database: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    place,
    textType: 'text collate "C"',
    bytesType: 'bytea',
    housekeeping: {
      compaction: ['vacuum (full)'],
      size: 'select pg_database_size(current_database()) as bytes',
    },
    marks: readMarks,
    lockForMigration: async (write) => {
      await sql`select pg_advisory_xact_lock(${APPLICATION_ID})`.execute(write);
    },
    setVersion: async (write, version) => {
      await sql`create table if not exists holdfast_store (
        application_id bigint not null, schema_version bigint not null)`.execute(write);
      await sql`delete from holdfast_store`.execute(write);
      await sql`insert into holdfast_store values (${APPLICATION_ID}, ${version})`.execute(write);
    },
  };
}

async function readMarks(connection: Database | Write): Promise<Marks> {
  const tables = await sql<{ name: string }>`
    select table_name::text as name from information_schema.tables where table_schema = current_schema()`.execute(
    connection,
  );
  if (tables.rows.length === 0) return { kind: 'empty' };
  if (!tables.rows.some(({ name }) => name === 'holdfast_store')) return { kind: 'foreign' };
  const { rows } = await sql<{ application_id: number; schema_version: number }>`
    select application_id, schema_version from holdfast_store`.execute(connection);
  const row = rows[0];
  if (row?.application_id !== APPLICATION_ID) return { kind: 'foreign' };
  return { kind: 'ours', version: row.schema_version };
}

/** 8-byte integers as numbers: micro-dollars, tokens and milliseconds stay far below 2^53. Sums of them are numeric. */
function getTypeParser(id: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (id === BIGINT || id === NUMERIC) return safeInteger;
  return pg.types.getTypeParser(id, format === 'binary' ? 'text' : format) as (value: string) => unknown;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`);
  return value;
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url))
    throw new UserError('the database URL is no URL: postgres://user@host:5432/database');
  const parsed = new URL(url);
  parsed.password = '';
  parsed.search = '';
  return parsed.href;
}
