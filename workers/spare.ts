/**
 * A spare process waits, everything loaded and nothing opened, until it is told to take the place of one that died: so
 * that a worker is back in a second and not in five.
 */
import { once } from 'node:events';

/** Started with this argument, a worker process is a spare. */
export const SPARE = '--spare';
/** What a spare is told. */
export const GO = 'go';

/** Resolves at once in a process that is no spare, and in a spare when it is told to go. */
export async function turnToServe(): Promise<void> {
  if (!process.argv.includes(SPARE)) return;
  process.send?.('waiting');
  await once(process, 'message');
}
