/** Salvage: what can be read of a damaged store, and what only its last snapshot still has, in a new file. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { UserError } from '../../domain/errors.ts';
import { APPLICATION_ID } from './application.ts';
import { isDamage, problemsOf } from './damage.ts';
import { numberOf } from './numbers.ts';
import { lastSnapshot, stamp } from './snapshots.ts';

export interface SalvagedTable {
  readonly table: string;
  /** Rows read from the damaged file. */
  readonly read: number;
  /** Whether these are all that it held, as far as SQLite can tell. */
  readonly isWhole: boolean;
  /** Rows that only the snapshot had. */
  readonly fromSnapshot: number;
}

export interface Salvage {
  readonly tables: readonly SalvagedTable[];
  /** Where the damaged file is now. */
  readonly damaged: string;
  readonly snapshot: string | undefined;
}

/** Rows of the moment: an old one would reserve money or name a call for ever. */
const MOMENTARY: ReadonlySet<string> = new Set(['reservations', 'in_flight']);

/**
 * Puts a new file in the place of a damaged one, which is kept beside it. Nobody may have the store open.
 *
 * @throws UserError where the damaged file does not say which tables it had and no snapshot does; nothing is changed then
 */
export function salvage(path: string, now = new Date()): Salvage {
  const snapshot = lastSnapshot(path);
  const draft = `${path}.${process.pid}.salvage`;
  const target = new DatabaseSync(draft, { enableForeignKeyConstraints: false });
  let tables: readonly SalvagedTable[];
  try {
    tables = fill(target, path, snapshot);
    target.close();
    const problems = problemsOf(draft, 'whole');
    if (problems.length > 0) throw new Error(`the salvaged file is not whole: ${problems.join('; ')}`);
  } catch (error) {
    if (target.isOpen) target.close();
    rmSync(draft, { force: true });
    throw error;
  }
  const damaged = `${path}.damaged-${stamp(now)}`;
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${damaged}${end}`);
  renameSync(draft, path);
  return { tables, damaged, snapshot };
}

interface Shape {
  readonly version: number;
  readonly tables: ReadonlyMap<string, string>;
  readonly indexes: readonly string[];
}

function fill(target: DatabaseSync, path: string, snapshot: string | undefined): SalvagedTable[] {
  const source = open(path);
  const copy = snapshot === undefined ? undefined : open(snapshot);
  try {
    const found = shapeOf(source) ?? shapeOf(copy);
    if (found === undefined) {
      throw new UserError('nothing can be read of this store, and there is no snapshot of it', {
        place: path,
        remedy: 'Bring the file from a backup of your own, or move it away: ./holdfast up makes a new one.',
      });
    }
    target.exec('begin');
    for (const [, statement] of found.tables) target.exec(statement);
    const tables = [...found.tables.keys()].map((table) => {
      const { read, isWhole } = copyRows(source, target, table);
      const isMissed = !isWhole && !MOMENTARY.has(table);
      return { table, read, isWhole, fromSnapshot: isMissed ? copyRows(copy, target, table).read : 0 };
    });
    const hasNumbers = found.tables.has('worker_numbers');
    if (hasNumbers) numberWorkers(target);
    const cameBack = found.tables.has('voided_cells') ? dropVoided(target, hasNumbers) : 0;
    for (const statement of found.indexes) target.exec(statement);
    target.exec(`commit; pragma application_id = ${APPLICATION_ID}; pragma user_version = ${found.version}`);
    return tables.map((row) =>
      row.table === 'cells' ? { ...row, fromSnapshot: row.fromSnapshot - cameBack } : row,
    );
  } finally {
    source?.close();
    copy?.close();
  }
}

/** A lost number of a worker process follows from its name. */
function numberWorkers(target: DatabaseSync): void {
  const insert = target.prepare('insert or ignore into worker_numbers (number, name) values (?, ?)');
  for (const { id } of target.prepare('select id from worker_runs').all())
    insert.run(numberOf(String(id)), String(id));
}

/** A snapshot from before a void has the cells that it set aside. @returns how many of them were taken out again */
function dropVoided(target: DatabaseSync, hasNumbers: boolean): number {
  const id = hasNumbers ? '(select id from experiments where number = cells.experiment)' : 'cells.experiment';
  const { changes } = target
    .prepare(
      `delete from cells where exists (
        select 1 from voided_cells join voids on voids.id = voided_cells.void
        where voids.experiment = ${id} and voided_cells.key = cells.key and voided_cells.at = cells.at
          and voided_cells.worker_run = cells.worker_run and voided_cells.completions = cells.completions)`,
    )
    .run();
  return Number(changes);
}

/** Undefined for a file that SQLite does not take for a database. */
function open(path: string): DatabaseSync | undefined {
  return orDamaged(() => new DatabaseSync(path, { readOnly: true, timeout: 10_000 }));
}

function shapeOf(file: DatabaseSync | undefined): Shape | undefined {
  return orDamaged(() => {
    const rows = file?.prepare('select type, name, sql from sqlite_master where sql is not null').all() ?? [];
    if (rows.length === 0) return undefined;
    const ofType = (type: string) => rows.filter((row) => row['type'] === type);
    return {
      version: Number(file?.prepare('pragma user_version').get()?.['user_version']),
      tables: new Map(ofType('table').map((row) => [String(row['name']), String(row['sql'])])),
      indexes: ofType('index').map((row) => String(row['sql'])),
    };
  });
}

function orDamaged<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

/**
 * From both ends as far as it goes, and between them by halves: what one damaged page held is lost, and nothing else. A
 * row that is there already stays as it is.
 */
function copyRows(
  source: DatabaseSync | undefined,
  target: DatabaseSync,
  table: string,
): { read: number; isWhole: boolean } {
  if (source === undefined) return { read: 0, isWhole: false };
  let read = 0;
  let insert: StatementSync | undefined;
  const take = (where: string, ...bounds: bigint[]): { last: bigint | undefined; isWhole: boolean } => {
    let last: bigint | undefined;
    const isWhole = orDamaged(() => {
      const rows = source.prepare(`select rowid as "the rowid", * from "${table}" not indexed ${where}`);
      rows.setReadBigInts(true);
      for (const { 'the rowid': rowid, ...row } of rows.iterate(...bounds)) {
        const names = Object.keys(row);
        insert ??= target.prepare(
          `insert or ignore into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) ` +
            `values (${names.map(() => '?').join(', ')})`,
        );
        read += Number(insert.run(...(Object.values(row) as SQLInputValue[])).changes);
        last = rowid as bigint;
      }
      return true;
    });
    return { last, isWhole: isWhole === true };
  };
  const between = (low: bigint, high: bigint): void => {
    if (low > high || take('where rowid between ? and ?', low, high).isWhole || low === high) return;
    const middle = (low + high) / 2n;
    between(low, middle);
    between(middle + 1n, high);
  };
  const up = take('order by rowid');
  if (up.isWhole) return { read, isWhole: true };
  const down = take('order by rowid desc');
  if (up.last !== undefined && down.last !== undefined) between(up.last + 1n, down.last - 1n);
  return { read, isWhole: false };
}
