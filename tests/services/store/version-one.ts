/** Takes out of a SQLite store what came after version 1, so that a test can have it migrated. */
import { DatabaseSync } from 'node:sqlite';
import { unpack } from '../../../services/store/packing.ts';

/** Undoes what version 8 brought, with all that the store holds. */
export function backToSeven(file: DatabaseSync): void {
  file.function('text_of', (texts, place) => unpack(texts as Uint8Array)[Number(place)] || null);
  const experiment = 'experiment text not null references experiments (id)';
  const cell = `key text not null, status text not null, outcome text, missing_class text, reason text,
    completions text not null, worker_run text not null, at bigint not null`;
  const line = (
    whose: string,
  ): string => `id text primary key, ${whose}, completion text not null, lane bigint not null,
    shard bigint not null, attempt bigint not null, prompt_tokens bigint not null, completion_tokens bigint not null,
    cost_micro_usd bigint not null, estimated bigint not null, worker_run text not null, at bigint not null,
    unanswered text, sandbox_ms bigint`;
  const cellRows = 'key, status, outcome, missing_class, reason, completions, w.name, at';
  const lineRows = `completion, lane, shard, attempt, prompt_tokens, completion_tokens, cost_micro_usd, estimated, w.name,
    at, unanswered, sandbox_ms`;
  const named = 'join experiments e on e.number = t.experiment';
  for (const [table, columns, rows, join] of [
    ['cells', `${experiment}, ${cell}, primary key (experiment, key)`, `e.id, ${cellRows}`, named],
    ['voided_cells', `void text not null, ${cell}, primary key (void, key)`, `void, ${cellRows}`, ''],
    [
      'ledger',
      line(experiment),
      `t.id, e.id, ${lineRows.replaceAll(/\bcompletion\b/g, 't.completion')}`,
      named,
    ],
    ['deleted_ledger', line('experiment text not null'), `t.id, d.experiment, ${lineRows}`, DELETED],
    [
      'completions',
      `key text primary key, kind text not null default 'completion', identity text not null, request text,
        request_blob text, completion text, completion_blob text, worker_run text not null, created_at bigint not null`,
      `key, kind, text_of(texts, 0), text_of(texts, 1), request_blob, text_of(texts, 2), completion_blob, w.name,
        created_at`,
      '',
    ],
  ] as const) {
    file.exec(`alter table ${table} rename to ${table}_after; create table ${table} (${columns});
      insert into ${table} select ${rows} from ${table}_after t ${join} join worker_numbers w on w.number = t.worker_run;
      drop table ${table}_after`);
  }
  file.exec(`drop table worker_numbers; drop index experiments_by_number; alter table experiments drop column number;
    create index ledger_by_experiment on ledger (experiment, worker_run);
    create index ledger_by_completion on ledger (completion);
    create index ledger_unanswered on ledger (experiment, unanswered) where unanswered is not null;
    create index deleted_ledger_by_completion on deleted_ledger (completion); pragma user_version = 7`);
}

/** No test deletes an experiment and goes back. */
const DELETED = `join (select '' as experiment) d on false`;

/** What version 7 brought. */
export const FROM_SEVEN = [
  'alter table completions drop column kind',
  ...['ledger', 'deleted_ledger'].map((table) => `alter table ${table} drop column sandbox_ms`),
  ...['budgets', 'deletions'].flatMap((table) =>
    ['programs', 'programs_recalled', 'sandbox_ms'].map((name) => `alter table ${table} drop column ${name}`),
  ),
  'alter table budgets drop column reserved_sandbox_ms',
  'alter table reservations drop column sandbox_ms',
];

/** What version 6 brought. */
export const FROM_SIX = [
  'alter table deleted_ledger drop column unanswered',
  ...['calls', 'prompt_tokens', 'completion_tokens', 'cost_micro_usd'].map(
    (name) => `alter table deletions drop column unanswered_${name}`,
  ),
  'drop table stops',
  'drop index ledger_unanswered',
  'alter table ledger drop column unanswered',
  ...['calls', 'prompt_tokens', 'completion_tokens', 'cost_micro_usd'].map(
    (name) => `alter table budgets drop column unanswered_${name}`,
  ),
  ...['sending', 'worker_run', 'prompt_tokens', 'completion_tokens', 'cost_micro_usd'].map(
    (name) => `alter table in_flight drop column ${name}`,
  ),
];

const LATER = [
  ...FROM_SEVEN,
  ...FROM_SIX,
  'drop table removed_inputs',
  'drop table removals',
  'drop table deleted_ledger',
  'drop table deletions',
  'drop table voided_answers',
  'drop table voided_cells',
  'drop table voids',
  'drop table earlier_addresses',
  'drop table self_reports',
  'drop table codes',
  'alter table worker_runs drop column code',
];

export function makeVersionOne(path: string): void {
  const file = new DatabaseSync(path);
  backToSeven(file);
  file.exec([...LATER, 'pragma user_version = 1'].join('; '));
  file.close();
}
