/** Runs a study while its processes are killed at drawn points, and tells what came of it. */
import { randomStream } from '../../domain/seeds.ts';
import type { Spend } from '../../domain/experiment.ts';
import { until, type Part, type TestHome } from './home.ts';
import type { RequestLog } from './request-log.ts';

export interface Kill {
  readonly part: Part;
  readonly at: number;
  /** Share of the calls that were answered then. */
  readonly progress: number;
}

export interface Ended {
  readonly state: string;
  readonly resultHash: string | undefined;
  readonly spend: Spend;
  readonly counts: { readonly settled: number; readonly missing: Readonly<Record<string, number>> };
}

/** Points of progress by runs: one is drawn in each of `count` equal parts of (0.02, 0.92), dealt out in turn. */
export function drawPoints(seed: number, purpose: string, count: number, runs: number): readonly number[][] {
  const stream = randomStream(seed, 'kill points', purpose);
  const points = Array.from({ length: count }, (_, part) => 0.02 + (0.9 * (part + stream.uniform())) / count);
  return Array.from({ length: runs }, (_, run) => points.filter((__, part) => part % runs === run));
}

const STALLED_MS = 120_000;
/** A command is a process of its own: asking all the time would take a core. */
export const POLL_MS = 1500;

/** Kills the part each time this share of `calls` is answered and a call is in flight. */
export async function killAt(
  home: TestHome,
  log: RequestLog,
  calls: number,
  part: Part,
  points: readonly number[],
): Promise<readonly Kill[]> {
  const kills: Kill[] = [];
  for (const point of points) {
    await until(`${(100 * point).toFixed(1)} % of ${calls} answered`, STALLED_MS, () => {
      return log.answered() >= point * calls && log.inFlight() > 0 && home.pid(part) !== undefined;
    });
    const pid = home.pid(part);
    // Looking the process up takes a moment: the last look at the log comes right before the kill.
    await until('a call in flight', STALLED_MS, () => log.inFlight() > 0, 1);
    const at = Date.now();
    process.kill(pid ?? NaN, 'SIGKILL');
    kills.push({ part, at, progress: log.answered() / calls });
  }
  return kills;
}

/** Waits for the end. */
export async function untilEnded(home: TestHome, id: string, deadlineMs: number): Promise<Ended> {
  let shown: (Omit<Ended, 'resultHash'> & { results: Record<string, string> }) | undefined;
  const ended = async (): Promise<boolean> => {
    shown = await home.json('show', id);
    return shown?.state !== 'running' && shown?.state !== 'stopping';
  };
  await until(`the end of ${id}`, deadlineMs, ended, POLL_MS);
  if (shown === undefined) throw new Error('nothing was shown');
  const { state, results, spend, counts } = shown;
  return { state, resultHash: results['result'], spend, counts };
}

/** After each kill the longest time in which no call was sent, before the next kill: how long the study stood still. */
export function standstills(log: RequestLog, kills: readonly Kill[]): readonly number[] {
  const arrivals = log.sent().map(({ arrivedAt }) => arrivedAt);
  return kills.map(({ at }, index) => {
    const until = kills[index + 1]?.at ?? Infinity;
    const after = [at, ...arrivals.filter((arrived) => arrived > at && arrived <= until)];
    return Math.max(0, ...after.slice(1).map((arrived, i) => arrived - (after[i] ?? at)));
  });
}
