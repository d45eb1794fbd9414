/** Takes out of a SQLite store what came after version 1, so that a test can have it migrated. */
import { DatabaseSync } from 'node:sqlite';

export function makeVersionOne(path: string): void {
  const file = new DatabaseSync(path);
  file.exec('drop table codes; alter table worker_runs drop column code; pragma user_version = 1');
  file.close();
}
