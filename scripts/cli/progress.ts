/** Follows an experiment by the store, which outlives every worker, until it needs nobody any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExperimentId } from '../../domain/experiment.ts';
import type { Store } from '../../domain/store.ts';
import { UserError } from '../../domain/errors.ts';
import type { Home } from '../../services/home/home.ts';
import { fullDisk } from './full-disk.ts';
import { executionState, type ExecutionState } from './execution-state.ts';
import { duration } from '../../domain/figures.ts';
import { colour, printJson, say } from './output.ts';
import { standingOf } from './standing.ts';
import type { Temporal } from './temporal.ts';

const EVERY_MS = 1000;
/** A line at most this often while the state stays: a log of hours stays readable. */
const LINE_MS = 5000;

/** Watches until it is completed, stopped, failed or blocked. Ctrl-C detaches; the experiment goes on. */
export async function watchUntilSettled(
  home: Pick<Home, 'folder'>,
  store: Store,
  temporal: Temporal | undefined,
  id: ExperimentId,
  asJson: boolean,
): Promise<void> {
  const began = Date.now();
  let last = { line: '', state: '', at: 0 };
  let lastAsked = Date.now();
  let isAway = false;
  const detached = new AbortController();
  const detach = (): void => detached.abort();
  process.once('SIGINT', detach);
  try {
    for (;;) {
      const record = await store.experiment(id);
      if (record === undefined) return;
      const full = fullDisk(home.folder);
      const { line, lines, json: figures } = await standingOf(store, record, process.stderr);
      const whole = full === undefined ? line : `${line} · ${full}`;
      const isDue = record.state !== last.state || Date.now() - last.at >= LINE_MS;
      if (whole !== last.line && isDue) {
        if (asJson) printJson({ id, state: record.state, line: whole, ...figures });
        else sayLines(Date.now() - began, full === undefined ? lines : [...lines, full]);
        last = { line: whole, state: record.state, at: Date.now() };
      }
      if (record.state === 'completed' || record.state === 'stopped' || record.state === 'failed') {
        if (record.state === 'failed') process.exitCode = 1;
        return;
      }
      if (record.state === 'blocked') {
        say(`It waits. Mend the cause, then: ./holdfast retry ${id} (or stop)`);
        process.exitCode = 3;
        return;
      }
      if (temporal !== undefined && Date.now() - lastAsked > 10_000) {
        const execution = await executionOrAway(temporal, id);
        lastAsked = Date.now();
        if (execution === 'away' && !isAway) say('Temporal does not answer; still watching');
        isAway = execution === 'away';
        if (execution === 'closed' || execution === 'forgotten') {
          // The store may have heard of the end a moment after Temporal did.
          await sleep(EVERY_MS);
          const now = await store.experiment(id);
          if (now?.state === record.state) {
            say(
              `Its workflow is no longer open: it was terminated, or failed before it could say so. Run its spec again.`,
            );
            process.exitCode = 1;
            return;
          }
        }
      }
      await sleep(EVERY_MS, undefined, { signal: detached.signal });
    }
  } catch (error) {
    if (!detached.signal.aborted) throw error;
    say(`\nDetached; the experiment goes on. Watch it again: ./holdfast watch ${id}`);
    process.exitCode = 0;
  } finally {
    process.off('SIGINT', detach);
  }
}

/** The time since the watch began before the first, the others indented: a blocked study's remedies are to be read. */
function sayLines(sinceMs: number, [first = '', ...more]: readonly string[]): void {
  const time = duration(sinceMs).padStart(7);
  say(`${colour(time, 'dim', process.stderr)}  ${first}`);
  for (const line of more) say(`${' '.repeat(time.length)}  ${line}`);
}

/** A server that is being started again is no reason to stop watching: the store goes on. */
async function executionOrAway(temporal: Temporal, id: ExperimentId): Promise<ExecutionState | 'away'> {
  try {
    return await executionState(temporal, id);
  } catch (error) {
    if (error instanceof UserError) return 'away';
    throw error;
  }
}
