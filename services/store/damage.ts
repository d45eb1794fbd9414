/** SQLite files that are damaged: how it is found, and what a user is told. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, UserError } from '../../domain/errors.ts';
import { lastSnapshot } from './snapshots.ts';

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** So many problems are shown: a damaged page brings hundreds. */
const SHOWN = 10;

/**
 * Looks at a SQLite file and changes nothing in it.
 *
 * @param how `quick`: every page and row; `whole`: also every index against its table, which takes several times as long
 * @returns what is wrong, in SQLite's words; nothing where the file is whole or not there
 */
export function problemsOf(path: string, how: 'quick' | 'whole'): readonly string[] {
  if (!existsSync(path)) return [];
  const pragma = how === 'quick' ? 'quick_check' : 'integrity_check';
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
    const rows = file.prepare(`pragma ${pragma}(${SHOWN})`).all();
    const found = rows.map((row) => String(row[pragma]));
    return found.length === 1 && found[0] === 'ok' ? [] : found;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return [messageOf(error)];
  } finally {
    file?.close();
  }
}

/** Where the store's file is damaged: what a user is told of it. Nothing in it is changed. */
export function damageOfStore(path: string, how: 'quick' | 'whole'): UserError | undefined {
  const problem = problemsOf(path, how)[0];
  return problem === undefined ? undefined : damagedStore(path, problem);
}

/** The same of Temporal's database. */
export function damageOfTemporal(path: string, how: 'quick' | 'whole'): UserError | undefined {
  const problem = problemsOf(path, how)[0];
  return problem === undefined ? undefined : damagedTemporal(path, problem);
}

/** Whether SQLite says that the file itself is broken. */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** SQLite's result code without its extension; undefined for any other error. */
export function primaryCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' ? errcode & 0xff : undefined;
}

/** What a user is told of a damaged store: the file, the last good copy, and the commands. */
export function damagedStore(path: string, problem: string): UserError {
  const copy = lastSnapshot(path);
  const last = copy === undefined ? 'There is no snapshot of it.' : `The last good copy is ${copy}.`;
  return new UserError(`the store is damaged (${problem.trim().split('\n')[0] ?? ''})`, {
    place: path,
    remedy:
      `${last} End \`holdfast up\`, then: ./holdfast store check shows what is wrong, and ./holdfast store salvage ` +
      'brings what can be read, with what only the copy still has, into a new file. The damaged one is kept.',
  });
}

/** What a user is told of Temporal's damaged database: the store holds all that was paid for, so a new one will do. */
function damagedTemporal(path: string, problem: string): UserError {
  const aside = join(dirname(path), `${basename(path)}.damaged`);
  return new UserError(`Temporal's database is damaged (${problem.trim().split('\n')[0] ?? ''})`, {
    place: path,
    remedy:
      `Set it aside: mv ${path} ${aside}; rm -f ${path}-wal ${path}-shm. Then ./holdfast up makes a new one, and ` +
      '`./holdfast run SPEC` goes on with each open experiment: what was settled is in the store and is not asked again.',
  });
}
