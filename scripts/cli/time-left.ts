/** How long an experiment will still collect, by the store: it needs no worker, and knows what every worker did. */
import type { ExperimentRecord, Store } from '../../domain/store.ts';
import { NO_STRETCHES, timeLeft, withStretch, type TimeLeft } from '../../domain/time-left.ts';

/** As far back as the pace goes; an endpoint's of an hour ago says little. */
const LONGEST_MS = 15 * 60_000;
const SHORTEST_MS = 3_000;
const STRETCHES = 12;
/** A stretch counts at most so many times the one in the middle: what came out of the memo at once is no pace. */
const BURST = 4;

/**
 * @param settled its settled cells
 * @returns undefined where it does not run, where all is settled, or where nothing settled lately
 */
export async function timeLeftOf(
  store: Pick<Store, 'settledLately'>,
  record: Pick<ExperimentRecord, 'id' | 'state' | 'cells' | 'updatedAt'>,
  settled: number,
  now = Date.now(),
): Promise<TimeLeft | undefined> {
  if (record.state !== 'running' || settled >= record.cells) return undefined;
  // It has run since its state was last another.
  const since = Math.max(record.updatedAt, now - LONGEST_MS);
  if (now - since < SHORTEST_MS) return undefined;
  const lately = await store.settledLately(record.id, since, now, STRETCHES);
  const middle = lately.toSorted((a, b) => a - b)[STRETCHES / 2] ?? 0;
  const stretches = lately
    .map((cells) => (middle === 0 ? cells : Math.min(cells, BURST * middle)))
    .reduce((sum, cells) => withStretch(sum, (now - since) / STRETCHES, cells), NO_STRETCHES);
  return timeLeft(stretches, record.cells - settled);
}

/** In answers of `--json`, under the names of the `progress` query; nothing where nobody can say. */
export function leftInJson(left: TimeLeft | undefined): {
  etaMs?: number;
  etaRangeMs?: readonly [number, number];
} {
  return left === undefined ? {} : { etaMs: left.ms, etaRangeMs: [left.lowMs, left.highMs] };
}
