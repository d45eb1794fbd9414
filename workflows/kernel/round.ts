/** The next round of an experiment: asked of the family once, and in the cursor from then on. */
import type { RoundRef } from '../../domain/experiment.ts';
import { openFanOut, shardsOf } from './next-move.ts';
import { openPace } from './pace.ts';
import { wallMs, type RunState } from './run-state.ts';
import { untilDone } from './step.ts';

/** The phase in which rounds are planned and collected. */
export const COLLECTING = 'collect';

/**
 * The round after `before`, or the first; one that was under way when the run before continued as new.
 *
 * @returns undefined where nothing more is asked, or where it was stopped (`run.partial`)
 * @throws ApplicationFailure for a fault, or where it was stopped while blocked here
 */
export async function nextRound(run: RunState, before?: RoundRef): Promise<RoundRef | undefined> {
  const { collection } = run;
  if (collection !== undefined && (before?.index ?? -1) < collection.round.index) return collection.round;
  if (run.allAsked || run.partial) return undefined;
  if (run.stopping) {
    run.partial = true;
    return undefined;
  }
  const { round, said } = await untilDone(run, 'plan', () => run.activities.nextRound(before), COLLECTING);
  run.headline = said ?? run.headline;
  if (round === null) {
    run.allAsked = true;
    return undefined;
  }
  const { cells, shards } = collection?.earlier ?? { cells: 0, shards: 0 };
  const last = collection === undefined ? { cells: 0, shards: 0 } : sizeOf(collection.round);
  run.collection = {
    round,
    fanOut: openFanOut(round.lanes),
    earlier: { cells: cells + last.cells, shards: shards + last.shards },
  };
  run.pace = openPace(wallMs(run));
  return round;
}

function sizeOf({ cells, lanes }: RoundRef): { cells: number; shards: number } {
  return { cells, shards: shardsOf(lanes) };
}
