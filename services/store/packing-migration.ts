/** The eighth shape: texts of answers are packed, and names that rows repeat are numbers. */
import { type RawBuilder, sql } from 'kysely';
import { powersOfTwo } from './batches.ts';
import { noteWorkers, numberOf } from './numbers.ts';
import { pack } from './packing.ts';
import type { Tables, Write } from './tables.ts';

/** Answers that are packed at a time. */
const TOGETHER = 1000;

const CELL = `key, status, outcome, missing_class, reason, completions`;
const AMOUNTS = `prompt_tokens, completion_tokens, cost_micro_usd, estimated`;

/** Table by table: rename what is there, make the new one, bring the rows over. Nothing else refers to these tables. */
export async function packed(
  trx: Write,
  text: RawBuilder<unknown>,
  { bytes }: { readonly bytes: RawBuilder<unknown> },
): Promise<void> {
  await numberExperiments(trx);
  await sql`create table worker_numbers (number bigint primary key, name ${text} not null unique)`.execute(
    trx,
  );
  await noteWorkers(trx, await workersBefore(trx));
  const indexes = ['ledger_by_experiment', 'ledger_by_completion', 'ledger_unanswered'];
  for (const index of [...indexes, 'deleted_ledger_by_completion'])
    await sql`drop index ${sql.ref(index)}`.execute(trx);

  const experiment = sql`experiment bigint not null references experiments (number)`;
  const cell = sql`key ${text} not null, status ${text} not null, outcome ${text}, missing_class ${text}, reason ${text},
    completions ${text} not null, worker_run bigint not null, at bigint not null`;
  const line = (whose: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    id ${text} primary key, ${whose}, completion ${text} not null, lane bigint not null, shard bigint not null,
    attempt bigint not null, prompt_tokens bigint not null check (prompt_tokens >= 0),
    completion_tokens bigint not null check (completion_tokens >= 0),
    cost_micro_usd bigint not null check (cost_micro_usd >= 0), estimated bigint not null,
    worker_run bigint not null, at bigint not null, unanswered ${text}, sandbox_ms bigint`;
  const worker = `(select number from worker_numbers where name = worker_run)`;
  const number = `(select number from experiments where id = experiment)`;
  const lines = (whose: string): string =>
    `id, ${whose}, completion, lane, shard, attempt, ${AMOUNTS}, ${worker}, at, unanswered, sandbox_ms`;

  await remake(
    trx,
    'cells',
    sql`${experiment}, ${cell}, check (status in ('settled', 'missing')), primary key (experiment, key)`,
    `${number}, ${CELL}, ${worker}, at`,
  );
  await remake(
    trx,
    'voided_cells',
    sql`void ${text} not null references voids (id), ${cell}, primary key (void, key)`,
    `void, ${CELL}, ${worker}, at`,
  );
  await remake(trx, 'ledger', line(experiment), lines(number));
  await deletedLedger(trx, line(sql`experiment bigint not null`), lines);
  await completions(trx, text, bytes);
  const made = [
    sql`create index ledger_by_experiment on ledger (experiment, worker_run)`,
    sql`create index ledger_by_completion on ledger (completion)`,
    sql`create index ledger_unanswered on ledger (experiment, unanswered) where unanswered is not null`,
    sql`create index deleted_ledger_by_completion on deleted_ledger (completion)`,
  ];
  for (const statement of made) await statement.execute(trx);
}

async function numberExperiments(trx: Write): Promise<void> {
  await sql`alter table experiments add column number bigint not null default 0`.execute(trx);
  const { rows } = await sql<{ id: string }>`select id from experiments`.execute(trx);
  for (const { id } of rows)
    await sql`update experiments set number = ${numberOf(id)} where id = ${id}`.execute(trx);
  await sql`create unique index experiments_by_number on experiments (number)`.execute(trx);
}

/** Every worker process that wrote something. */
async function workersBefore(trx: Write): Promise<Set<string>> {
  const names = new Set<string>();
  for (const table of ['cells', 'voided_cells', 'completions', 'ledger', 'deleted_ledger']) {
    const { rows } = await sql<{ name: string }>`
      select distinct worker_run as name from ${sql.table(table)}`.execute(trx);
    for (const { name } of rows) names.add(name);
  }
  return names;
}

/** @param rows of the table as it was: the new columns in their order */
async function remake(trx: Write, table: string, columns: RawBuilder<unknown>, rows: string): Promise<void> {
  const before = sql.table(`${table}_before`);
  await sql`alter table ${sql.table(table)} rename to ${before}`.execute(trx);
  await sql`create table ${sql.table(table)} (${columns})`.execute(trx);
  await sql`insert into ${sql.table(table)} select ${sql.raw(rows)} from ${before}`.execute(trx);
  await sql`drop table ${before}`.execute(trx);
}

/** Its experiments are there no more, so their numbers come from their names alone. */
async function deletedLedger(
  trx: Write,
  columns: RawBuilder<unknown>,
  lines: (whose: string) => string,
): Promise<void> {
  await sql`alter table deleted_ledger rename to deleted_ledger_before`.execute(trx);
  await sql`create table deleted_ledger (${columns})`.execute(trx);
  const { rows } = await sql<{ id: string }>`
    select distinct experiment as id from deleted_ledger_before`.execute(trx);
  for (const { id } of rows)
    await sql`insert into deleted_ledger select ${sql.raw(lines(String(numberOf(id))))}
      from deleted_ledger_before where experiment = ${id}`.execute(trx);
  await sql`drop table deleted_ledger_before`.execute(trx);
}

type CompletionBefore = Omit<Tables['completions'], 'texts' | 'worker_run'> & {
  readonly identity: string;
  readonly request: string | null;
  readonly completion: string | null;
  readonly worker_run: string;
};

async function completions(trx: Write, text: RawBuilder<unknown>, bytes: RawBuilder<unknown>): Promise<void> {
  await sql`alter table completions rename to completions_before`.execute(trx);
  await sql`create table completions (
    key ${text} primary key, kind ${text} not null, texts ${bytes} not null, request_blob ${text},
    completion_blob ${text}, worker_run bigint not null, created_at bigint not null)`.execute(trx);
  for (let last = ''; ;) {
    const { rows } = await sql<CompletionBefore>`
      select * from completions_before where key > ${last} order by key limit ${TOGETHER}`.execute(trx);
    const brought = rows.map(({ identity, request, completion, ...row }) => ({
      ...row,
      texts: pack([identity, request ?? '', completion ?? '']),
      worker_run: numberOf(row.worker_run),
    }));
    for (const run of powersOfTwo(brought)) await trx.insertInto('completions').values(run).execute();
    const end = rows.at(-1);
    if (end === undefined) break;
    last = end.key;
  }
  await sql`drop table completions_before`.execute(trx);
}
