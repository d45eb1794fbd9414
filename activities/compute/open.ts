/** Indexed draws on worker threads: the same bytes as on one. */
import type { Compute } from '../../families/family.ts';
import { ComputePool } from '../../services/compute/pool.ts';
import type { DrawRange } from './tasks.ts';

/** Chunks a thread: enough that none waits long for the last one, few enough that inputs are cloned rarely. */
const CHUNKS_PER_THREAD = 4;

/**
 * The threads that compute activities and commands share. They start with the first draws, and an idle one keeps no
 * process alive.
 *
 * @param threads default: as many as the machine runs at once
 */
export function openCompute(threads?: number): Compute & { close(): Promise<void> } {
  const pool = new ComputePool(new URL('./entry.ts', import.meta.url), threads);
  return {
    draws(task, input, count) {
      const size = Math.max(1, Math.ceil(count / (pool.threads * CHUNKS_PER_THREAD)));
      const ranges: DrawRange[] = [];
      for (let from = 0; from < count; from += size)
        ranges.push({ task, input, from, to: Math.min(count, from + size) });
      return Promise.all(ranges.map((range) => pool.run('draws', range)));
    },
    close: () => pool.close(),
  };
}
