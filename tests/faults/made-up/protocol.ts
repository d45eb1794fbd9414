/** The protocol of the family that a test makes up. */
import type { ResultRef, Start } from '../../../domain/experiment.ts';
import type { Cursor } from '../../../workflows/kernel/cursor.ts';
import { open } from '../../../workflows/kernel/open.ts';

export async function madeUp(start: Start, cursor?: Cursor): Promise<ResultRef> {
  const run = open(start, cursor);
  const { collectShard, analyse, publish } = run.activities;
  for (let round = await run.round(); round !== undefined; round = await run.round(round))
    await run.fanOut(round, collectShard);
  const sums = await run.step('sum', () => analyse('sum', []));
  const report = await run.step('report', () => publish([sums], run.partial));
  return run.close(report);
}
