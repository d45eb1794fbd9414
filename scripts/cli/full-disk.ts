/** What commands say of a home's disk that is full. */
import { statfsSync } from 'node:fs';

/** Less than SQLite needs to bring a write-ahead log into its file. */
const LEAST_BYTES = 8 * 2 ** 20;

/** Undefined where there is room. */
export function fullDisk(folder: string): string | undefined {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= LEAST_BYTES) return undefined;
  return `the disk is full (${(free / 2 ** 20).toFixed(1)} MB left): answers are held, nothing is sent until there is room`;
}
