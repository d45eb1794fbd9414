/** Protocols over flows, made up for tests, in the bundle beside the children that they start. */
import type { ResultRef, Start } from '../../../domain/experiment.ts';
import { episodeOf } from '../../../domain/flow.ts';
import type { Cursor } from '../../../workflows/kernel/cursor.ts';
import { open } from '../../../workflows/kernel/open.ts';
import { episode } from '../../../workflows/episode.ts';

export { episode };

/** Takes every episode of a round in batches of five, ten open at once, and says how many there were and what they sum up to. */
export async function gather(start: Start, cursor?: Cursor): Promise<ResultRef> {
  const run = open(start, cursor);
  const { analyse, publish } = run.activities;
  const round = await run.round();
  const episodes = run.flow('episodes', 10, episode);
  const { count, sum } = await run.iterate('gather', { count: 0, sum: 0 }, async (state) => {
    const batch = await episodes.take(5, (number) =>
      round === undefined ? undefined : episodeOf(round, number),
    );
    if (batch.length === 0) return undefined;
    return { count: state.count + batch.length, sum: batch.reduce((total, one) => total + one, state.sum) };
  });
  const summed = await run.step('sum', () => analyse(`${count} sum up to ${sum}`, []));
  return run.close(await run.step('report', () => publish([summed], run.partial)));
}

/** Three batches out of a flow that has no end, which is ended then. */
export async function sample(start: Start, cursor?: Cursor): Promise<ResultRef> {
  const run = open(start, cursor);
  const { analyse, publish } = run.activities;
  const round = await run.round();
  const episodes = run.flow('episodes', 10, episode);
  const taken = await run.iterate<number>('sample', 0, async (count, index) => {
    if (index === 3) return undefined;
    const batch = await episodes.take(6, (number) =>
      round === undefined ? undefined : episodeOf(round, number),
    );
    await analyse(`update ${index} on ${batch.length}`, []);
    return count + batch.length;
  });
  await episodes.end();
  const summed = await run.step('sum', () => analyse(`${taken} taken`, []));
  return run.close(await run.step('report', () => publish([summed], run.partial)));
}
