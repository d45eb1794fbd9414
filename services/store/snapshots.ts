/** Snapshots: whole copies of the store's file in a folder beside it, named by their time. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const NAME = /^store-\d{8}T\d{6}Z\.sqlite$/;

/** All snapshots of the store, the oldest first. */
export function snapshotsOf(path: string): readonly string[] {
  const folder = folderOf(path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => join(folder, name));
}

export function lastSnapshot(path: string): string | undefined {
  return snapshotsOf(path).at(-1);
}

/** A moment as files are named by it: `20261127T204500Z`. */
export function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** When a snapshot was taken, in epoch milliseconds. */
export function takenAt(snapshot: string): number {
  const [, y, mo, d, h, mi, s] = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.sqlite$/.exec(snapshot) ?? [];
  return Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
}

/**
 * Copies the store as it is at this moment; others may go on writing. The copy gets its name when it is whole, and older
 * ones go after that.
 *
 * @param keep snapshots that stay, this one among them: at least 1
 * @returns its file
 * @throws SQLite's error where the store is damaged or the disk is full; no snapshot is lost then
 */
export function takeSnapshot(path: string, keep: number, now = new Date()): string {
  const folder = folderOf(path);
  mkdirSync(folder, { recursive: true });
  const copy = join(folder, `store-${stamp(now)}.sqlite`);
  copyStore(path, copy);
  for (const old of snapshotsOf(path).slice(0, -Math.max(1, keep))) rmSync(old);
  return copy;
}

/**
 * Copies the store as it is at this moment; others may go on writing. The copy gets its name when it is whole.
 *
 * @throws SQLite's error where the store is damaged or the disk is full
 */
export function copyStore(path: string, copy: string): void {
  const draft = `${copy}.${process.pid}.new`;
  const file = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
  try {
    file.prepare('vacuum into ?').run(draft);
    sync(draft);
    renameSync(draft, copy);
  } finally {
    file.close();
    rmSync(draft, { force: true });
  }
}

/** SQLite does not wait for the disk with such a copy. */
function sync(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function folderOf(path: string): string {
  return join(dirname(path), 'snapshots');
}
