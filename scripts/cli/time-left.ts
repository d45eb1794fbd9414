/** How long an experiment will still collect, by the store: it needs no worker, and knows what every worker did. */
import type { ExperimentRecord, Store } from '../../domain/store.ts';
import { NO_STRETCHES, timeLeft, withStretch, type TimeLeft } from '../../domain/time-left.ts';

/** As far back as the pace goes; an endpoint's of an hour ago says little. */
const LONGEST_MS = 15 * 60_000;
const SHORTEST_MS = 3_000;
const STRETCHES = 12;
/** Where the later half of the stretches is so many times as fast as the earlier, or as slow, only the later says how it goes on. */
const ANOTHER_PACE = 4;

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
  const width = (now - since) / STRETCHES;
  const lately = await store.settledLately(record.id, since, now, STRETCHES);
  const stretches = sincePaceChanged(lately).reduce(
    (sum, cells) => withStretch(sum, width, cells),
    NO_STRETCHES,
  );
  const left = timeLeft(stretches, record.cells - settled);
  // Whoever has waited for a cell waits as long again, as far as anybody knows.
  return left && notBelow(left, width * silentStretches(lately));
}

/** What came out of the memo at once is no pace, nor is the time in which a model was loaded. */
function sincePaceChanged(cells: readonly number[]): readonly number[] {
  const half = cells.length / 2;
  if (half < 1 || !Number.isInteger(half)) return cells;
  const [before, after] = [sumOf(cells.slice(0, half)), sumOf(cells.slice(half))];
  const isAnother = Math.max(before, after) > ANOTHER_PACE * Math.min(before, after);
  return isAnother && after > 0 ? sincePaceChanged(cells.slice(half)) : cells;
}

/** At the end, without a cell. One may always be. */
function silentStretches(cells: readonly number[]): number {
  const last = cells.findLastIndex((settled) => settled > 0);
  return Math.max(0, cells.length - 2 - last);
}

function notBelow({ ms, lowMs, highMs }: TimeLeft, silenceMs: number): TimeLeft {
  return {
    ms: Math.max(ms, Math.round(silenceMs)),
    lowMs,
    highMs: Math.max(highMs, Math.round(ANOTHER_PACE * silenceMs)),
  };
}

function sumOf(cells: readonly number[]): number {
  return cells.reduce((sum, settled) => sum + settled, 0);
}

/** In answers of `--json`, under the names of the `progress` query; nothing where nobody can say. */
export function leftInJson(left: TimeLeft | undefined): {
  etaMs?: number;
  etaRangeMs?: readonly [number, number];
} {
  return left === undefined ? {} : { etaMs: left.ms, etaRangeMs: [left.lowMs, left.highMs] };
}
