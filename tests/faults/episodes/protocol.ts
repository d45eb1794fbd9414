/** The protocol of a family of episodes that a test makes up: all of them, in batches of four. */
import type { ResultRef, Start } from '../../../domain/experiment.ts';
import { episodeOf } from '../../../domain/flow.ts';
import { episode } from '../../../workflows/episode.ts';
import type { Cursor } from '../../../workflows/kernel/cursor.ts';
import { open } from '../../../workflows/kernel/open.ts';

export async function episodes(start: Start, cursor?: Cursor): Promise<ResultRef> {
  const run = open({ ...start, continueAfterShards: 9 }, cursor);
  const { analyse, publish } = run.activities;
  const round = await run.round();
  const flow = run.flow('episodes', 8, episode);
  const { count, sum } = await run.iterate('episodes', { count: 0, sum: 0 }, async (state) => {
    const batch = await flow.take(4, (number) =>
      round === undefined ? undefined : episodeOf(round, number),
    );
    if (batch.length === 0) return undefined;
    return { count: state.count + batch.length, sum: batch.reduce((total, one) => total + one, state.sum) };
  });
  // Each once: or the part has another name, and the result another hash.
  const sums = await run.step('sum', () => analyse(`${count} tickets of ${sum}`, []));
  return run.close(await run.step('report', () => publish([sums], run.partial)));
}
