/** Follows an experiment by the store, which outlives every worker, until it needs nobody any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExperimentId } from '../../domain/experiment.ts';
import type { ExperimentRecord, Store } from '../../domain/store.ts';
import { removalText } from '../../families/removal-notice.ts';
import { programsText } from '../../domain/meters.ts';
import { UserError } from '../../domain/errors.ts';
import type { Home } from '../../services/home/home.ts';
import { fullDisk } from './full-disk.ts';
import { executionState, type ExecutionState } from './execution-state.ts';
import { duration, money } from '../../domain/figures.ts';
import { colour, printJson, say } from './output.ts';
import type { Temporal } from './temporal.ts';

const EVERY_MS = 1000;
/** A line at most this often while the state stays: a log of hours stays readable. */
const LINE_MS = 5000;

/** One line on where an experiment is. */
export async function progressLine(store: Store, record: ExperimentRecord): Promise<string> {
  const counts = await store.cellCounts(record.id);
  const spend = await store.spend(record.id);
  const missing = Object.values(counts.missing).reduce((sum, count) => sum + count, 0);
  return [
    record.state,
    `${counts.settled} of ${record.cells} cells`,
    ...(missing > 0 ? [`${missing} missing`] : []),
    `${spend.calls} calls`,
    ...((spend.unanswered?.calls ?? 0) > 0 ? [`${spend.unanswered?.calls} unanswered`] : []),
    `${spend.memoHits} from the memo`,
    ...(spend.costMicroUsd > 0 ? [money(spend.costMicroUsd)] : []),
    ...programsText(spend),
    ...(record.detail === '' ? [] : [record.detail]),
    ...(await store.upkeep.removals(record.id)).map(removalText),
  ].join(' · ');
}

/** Watches until it is completed, stopped, failed or blocked. Ctrl-C detaches; the experiment goes on. */
export async function watchUntilSettled(
  home: Pick<Home, 'folder'>,
  store: Store,
  temporal: Temporal | undefined,
  id: ExperimentId,
  json: boolean,
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
      const line = [await progressLine(store, record), ...(full === undefined ? [] : [full])].join(' · ');
      const isDue = record.state !== last.state || Date.now() - last.at >= LINE_MS;
      if (line !== last.line && isDue) {
        if (json) printJson({ id, state: record.state, line });
        else say(`${colour(duration(Date.now() - began).padStart(7), 'dim', process.stderr)}  ${line}`);
        last = { line, state: record.state, at: Date.now() };
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

/** A server that is being started again is no reason to stop watching: the store goes on. */
async function executionOrAway(temporal: Temporal, id: ExperimentId): Promise<ExecutionState | 'away'> {
  try {
    return await executionState(temporal, id);
  } catch (error) {
    if (error instanceof UserError) return 'away';
    throw error;
  }
}
