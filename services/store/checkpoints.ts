/**
 * SQLite's writes go to a log first, and are folded into the file by whoever writes when the log is long: with tens of milliseconds
 * in which a worker does nothing else. So `up`, which has nothing else to do, folds them every second, and workers only where it is
 * not there.
 */
import { DatabaseSync } from 'node:sqlite';

/** 32 MiB: where nobody else folds, whoever writes does. */
export const LONGEST_LOG_PAGES = 8192;

const EVERY_MS = 1000;

/** Folds what is written into the file at `path`, as far as nobody reads older states. @returns how to end it */
export function foldLog(path: string, everyMs: number = EVERY_MS): () => void {
  const file = new DatabaseSync(path, { timeout: 0 });
  const timer = setInterval(() => {
    try {
      file.exec('pragma wal_checkpoint(passive)');
    } catch {
      // A full or damaged disk is met, and told, by whoever writes.
    }
  }, everyMs);
  return () => {
    clearInterval(timer);
    file.close();
  };
}
