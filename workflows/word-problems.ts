/** The word-problems study: how often does a model that formalizes lead an exact solver to the answer? Its protocol. */
import type { ResultRef, Start } from '../domain/experiment.ts';
import type { Cursor } from './kernel/cursor.ts';
import { open } from './kernel/open.ts';

/**
 * Has every problem solved by every method, solving and repairing within the shards, and grades what was answered.
 * @param cursor where the run before this one stopped; the first run has none
 * @returns the report
 */
export async function wordProblems(start: Start, cursor?: Cursor): Promise<ResultRef> {
  const run = open(start, cursor);
  const { collectShard, analyse, publish } = run.activities;

  for (let round = await run.round(); round !== undefined; round = await run.round(round))
    await run.fanOut(round, collectShard);
  const grades = await run.step('grade', () => analyse('grade', []));
  const report = await run.step('report', () => publish([grades], run.partial));
  return run.close(report);
}
