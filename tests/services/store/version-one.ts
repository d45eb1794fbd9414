/** Takes out of a SQLite store what came after version 1, so that a test can have it migrated. */
import { DatabaseSync } from 'node:sqlite';

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
  file.exec([...LATER, 'pragma user_version = 1'].join('; '));
  file.close();
}
