/** The store's shape, and its way there: one function for each version, never changed once released. */
import { type RawBuilder, sql } from 'kysely';
import { SCHEMA_VERSION } from './application.ts';
import type { Backend } from './backend.ts';
import { checkFits } from './check-fits.ts';
import { packed } from './packing-migration.ts';
import type { Write } from './tables.ts';
import { write } from './write.ts';

/** What a migration may know beside the store: addresses of endpoints by name, as the configuration has them now. */
export interface Around {
  readonly addresses: ReadonlyMap<string, string>;
}

type Migration = (
  trx: Write,
  text: RawBuilder<unknown>,
  around: Around & { bytes: RawBuilder<unknown> },
) => Promise<void>;

/** The n-th leads from version n to n + 1. */
export const MIGRATIONS: readonly Migration[] = [
  firstShape,
  whoseAnswer,
  codesAreKept,
  voidingAndDeleting,
  deletingAndForgetting,
  sentAndUnanswered,
  programsAreKept,
  packed,
];

/**
 * Brings a store that is empty or older to this program's version, in one transaction.
 *
 * @throws UserError where it turned out foreign or newer since it was looked at
 */
export async function migrate(backend: Backend, around: Around = { addresses: new Map() }): Promise<void> {
  await write(backend.database, async (trx) => {
    await backend.lockForMigration(trx);
    // Another process may have migrated while this one waited for the lock.
    const marks = await backend.marks(trx);
    checkFits(marks, 'migrate', backend.place);
    const from = marks.kind === 'ours' ? marks.version : 0;
    if (from === SCHEMA_VERSION) return;
    const bytes = sql.raw(backend.bytesType);
    for (const migration of MIGRATIONS.slice(from))
      await migration(trx, sql.raw(backend.textType), { ...around, bytes });
    await backend.setVersion(trx, SCHEMA_VERSION);
  });
}

async function firstShape(trx: Write, text: RawBuilder<unknown>): Promise<void> {
  const experiment = sql`experiment ${text} not null references experiments (id)`;
  const statements = [
    sql`create table experiments (
      id ${text} primary key, family ${text} not null, family_version bigint not null, name ${text} not null,
      label ${text} not null, spec_hash ${text} not null, collection_hash ${text} not null, spec ${text} not null,
      inputs ${text} not null, execution ${text} not null, state ${text} not null, detail ${text} not null,
      cells bigint not null, created_at bigint not null, updated_at bigint not null)`,
    sql`create table results (
      ${experiment}, name ${text} not null, sha256 ${text} not null, primary key (experiment, name))`,
    sql`create table steps (
      ${experiment}, step ${text} not null, result ${text} not null, worker_run ${text} not null,
      took_ms bigint not null, at bigint not null, primary key (experiment, step))`,
    sql`create table cells (
      ${experiment}, key ${text} not null, status ${text} not null check (status in ('settled', 'missing')),
      outcome ${text}, missing_class ${text}, reason ${text}, completions ${text} not null,
      worker_run ${text} not null, at bigint not null, primary key (experiment, key))`,
    sql`create table completions (
      key ${text} primary key, identity ${text} not null, request ${text}, request_blob ${text},
      completion ${text}, completion_blob ${text}, worker_run ${text} not null, created_at bigint not null,
      check ((request is null) <> (request_blob is null)),
      check ((completion is null) <> (completion_blob is null)))`,
    sql`create table ledger (
      id ${text} primary key, ${experiment}, completion ${text} not null, lane bigint not null, shard bigint not null,
      attempt bigint not null, prompt_tokens bigint not null check (prompt_tokens >= 0),
      completion_tokens bigint not null check (completion_tokens >= 0),
      cost_micro_usd bigint not null check (cost_micro_usd >= 0), estimated bigint not null,
      worker_run ${text} not null, at bigint not null)`,
    sql`create index ledger_by_experiment on ledger (experiment, worker_run)`,
    sql`create index ledger_by_completion on ledger (completion)`,
    sql`create table budgets (
      experiment ${text} primary key references experiments (id), calls bigint not null default 0,
      prompt_tokens bigint not null default 0, completion_tokens bigint not null default 0,
      cost_micro_usd bigint not null default 0, memo_hits bigint not null default 0,
      calls_sent_anew bigint not null default 0,
      reserved_calls bigint not null default 0 check (reserved_calls >= 0),
      reserved_tokens bigint not null default 0 check (reserved_tokens >= 0),
      reserved_cost_micro_usd bigint not null default 0 check (reserved_cost_micro_usd >= 0),
      touched_at bigint not null)`,
    sql`create table reservations (
      ${experiment}, lane bigint not null, shard bigint not null, attempt bigint not null,
      calls bigint not null default 0 check (calls >= 0), tokens bigint not null default 0 check (tokens >= 0),
      cost_micro_usd bigint not null default 0 check (cost_micro_usd >= 0), primary key (experiment, lane, shard))`,
    sql`create table in_flight (
      ${experiment}, lane bigint not null, shard bigint not null, attempt bigint not null,
      completion ${text} not null, primary key (experiment, lane, shard, attempt, completion))`,
    sql`create table worker_runs (
      id ${text} primary key, started_at bigint not null, host ${text} not null, pid bigint not null,
      git_commit ${text} not null, lock_file_hash ${text} not null, versions ${text} not null)`,
  ];
  for (const statement of statements) await statement.execute(trx);
}

/**
 * Until now an answer was kept under its model's name alone. Which address it came from is known by the name of the endpoint in
 * its request, and by what the configuration says of that name at this moment. Later changes must not rewrite that.
 */
async function whoseAnswer(trx: Write, text: RawBuilder<unknown>, { addresses }: Around): Promise<void> {
  await sql`create table earlier_addresses (endpoint ${text} primary key, address ${text} not null)`.execute(
    trx,
  );
  await sql`create table self_reports (
    experiment ${text} not null references experiments (id), endpoint ${text} not null, model ${text} not null,
    said ${text} not null, worker_run ${text} not null, at bigint not null,
    primary key (experiment, endpoint, model, said))`.execute(trx);
  const { rows } = await sql`select 1 from completions limit 1`.execute(trx);
  if (rows.length === 0) return;
  for (const [endpoint, address] of addresses)
    await trx.insertInto('earlier_addresses').values({ endpoint, address }).execute();
}

/** What the code was before stays unknown: the first worker that goes on with an experiment says which it goes by. */
async function codesAreKept(trx: Write, text: RawBuilder<unknown>): Promise<void> {
  const statements = [
    sql`create table codes (
      experiment ${text} not null references experiments (id), number bigint not null, code ${text} not null,
      files ${text} not null, at bigint not null, primary key (experiment, number))`,
    sql`alter table worker_runs add column code ${text} not null default '{}'`,
  ];
  for (const statement of statements) await statement.execute(trx);
}

/** Answers can be set aside: which, when and why, and what the cells had come to. Nothing that is kept refers to them. */
async function voidingAndDeleting(trx: Write, text: RawBuilder<unknown>): Promise<void> {
  const experiment = sql`experiment ${text} not null references experiments (id)`;
  const statements = [
    sql`create table voids (
      id ${text} primary key, ${experiment}, at bigint not null, why ${text} not null, selection ${text} not null,
      cells bigint not null, answers bigint not null, paid_calls bigint not null, paid_micro_usd bigint not null)`,
    sql`create index voids_by_experiment on voids (experiment)`,
    sql`create table voided_cells (
      void ${text} not null references voids (id), key ${text} not null, status ${text} not null, outcome ${text},
      missing_class ${text}, reason ${text}, completions ${text} not null, worker_run ${text} not null,
      at bigint not null, primary key (void, key))`,
    sql`create table voided_answers (completion ${text} primary key, void ${text} not null)`,
  ];
  for (const statement of statements) await statement.execute(trx);
}

/**
 * An experiment can be deleted, and a person's data removed. What was paid outlives both, and none of these tables refers to an
 * experiment that must be there.
 */
async function deletingAndForgetting(trx: Write, text: RawBuilder<unknown>): Promise<void> {
  const statements = [
    sql`create table deletions (
      id ${text} primary key, experiment ${text} not null, at bigint not null, calls bigint not null,
      prompt_tokens bigint not null, completion_tokens bigint not null, cost_micro_usd bigint not null,
      memo_hits bigint not null, calls_sent_anew bigint not null)`,
    sql`create table deleted_ledger (
      id ${text} primary key, experiment ${text} not null, completion ${text} not null, lane bigint not null,
      shard bigint not null, attempt bigint not null, prompt_tokens bigint not null,
      completion_tokens bigint not null, cost_micro_usd bigint not null, estimated bigint not null,
      worker_run ${text} not null, at bigint not null)`,
    sql`create index deleted_ledger_by_completion on deleted_ledger (completion)`,
    sql`create table removals (
      id ${text} not null, experiment ${text} not null, at bigint not null, persons bigint not null,
      cells bigint not null, answers bigint not null, primary key (id, experiment))`,
    sql`create table removed_inputs (sha256 ${text} primary key, at bigint not null)`,
  ];
  for (const statement of statements) await statement.execute(trx);
}

/** What was sent and has no answer is charged; what a crash had left in flight until now is charged as one call each, and no tokens. */
async function sentAndUnanswered(trx: Write, text: RawBuilder<unknown>): Promise<void> {
  // Stores of the days before 0.3.0 have this shape and say that they are of version 5.
  const tables = await trx.introspection.getTables();
  if (tables.some(({ name }) => name === 'stops')) return;
  const amounts = ['prompt_tokens', 'completion_tokens', 'cost_micro_usd'].map((name) => sql.raw(name));
  const statements = [
    ...['ledger', 'deleted_ledger'].map(
      (table) => sql`alter table ${sql.raw(table)} add column unanswered ${text}`,
    ),
    sql`create index ledger_unanswered on ledger (experiment, unanswered) where unanswered is not null`,
    ...['budgets', 'deletions'].flatMap((table) =>
      ['calls', 'prompt_tokens', 'completion_tokens', 'cost_micro_usd'].map(
        (name) =>
          sql`alter table ${sql.raw(table)} add column ${sql.raw(`unanswered_${name}`)} bigint not null default 0`,
      ),
    ),
    ...['sending', 'worker_run'].map(
      (name) => sql`alter table in_flight add column ${sql.raw(name)} ${text} not null default ''`,
    ),
    ...amounts.map((name) => sql`alter table in_flight add column ${name} bigint not null default 0`),
    sql`create table stops (
      experiment ${text} not null references experiments (id), trial ${text} not null, endpoint ${text} not null,
      model ${text} not null, kind ${text} not null, missing_class ${text} not null, reason ${text} not null,
      worker_run ${text} not null, at bigint not null, primary key (experiment, trial, endpoint, model, kind))`,
  ];
  for (const statement of statements) await statement.execute(trx);
}

/** A program's result is an answer; what it took in the sandbox is spent, and can be capped. */
async function programsAreKept(trx: Write, text: RawBuilder<unknown>): Promise<void> {
  const sums = ['programs', 'programs_recalled', 'sandbox_ms'];
  const counted = (table: string, name: string): RawBuilder<unknown> =>
    sql`alter table ${sql.raw(table)} add column ${sql.raw(name)} bigint not null default 0`;
  const statements = [
    sql`alter table completions add column kind ${text} not null default 'completion'`,
    ...['ledger', 'deleted_ledger'].map(
      (table) => sql`alter table ${sql.raw(table)} add column sandbox_ms bigint`,
    ),
    ...['budgets', 'deletions'].flatMap((table) => sums.map((name) => counted(table, name))),
    counted('budgets', 'reserved_sandbox_ms'),
    counted('reservations', 'sandbox_ms'),
  ];
  for (const statement of statements) await statement.execute(trx);
}
