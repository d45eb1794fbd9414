/** The alignment study: how closely a language model's population resembles a human one. Its protocol. */
import type { ResultRef, Start } from '../domain/experiment.ts';
import type { Cursor } from './kernel/cursor.ts';
import { open } from './kernel/open.ts';

/**
 * Asks every item of every model respondent, fits item response models to people and to models, and measures how
 * alike the two are.
 * @param cursor where the run before this one stopped; the first run has none
 * @returns the report
 */
export async function alignment(start: Start, cursor?: Cursor): Promise<ResultRef> {
  const run = open(start, cursor);
  const { collectShard, analyse, publish } = run.activities;

  for (let round = await run.round(); round !== undefined; round = await run.round(round))
    await run.fanOut(round, collectShard);
  const fits = await run.step('fit', () => analyse('fit', []));
  const aligned = await run.step('align', () => analyse('align', [fits]));
  const report = await run.step('report', () => publish([fits, aligned], run.partial));
  return run.close(report);
}
