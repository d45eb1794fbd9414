/** The worksheets study: does a simulated expert see known effects of instruction? Its protocol. */
import type { ResultRef, Start } from '../domain/experiment.ts';
import type { Cursor } from './kernel/cursor.ts';
import { open } from './kernel/open.ts';

/**
 * Has every judge predict every persona on every test item after every worksheet, and estimates the effect.
 * @param cursor where the run before this one stopped; the first run has none
 * @returns the report
 */
export async function worksheets(start: Start, cursor?: Cursor): Promise<ResultRef> {
  const run = open(start, cursor);
  const { collectShard, analyse, publish } = run.activities;

  for (let round = await run.round(); round !== undefined; round = await run.round(round))
    await run.fanOut(round, collectShard);
  const effect = await run.step('effect', () => analyse('effect', []));
  const report = await run.step('report', () => publish([effect], run.partial));
  return run.close(report);
}
