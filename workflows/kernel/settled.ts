/** How many cells are settled, as far as shards told. */
import type { Collection } from './cursor.ts';
import { isDone, settledCells } from './lane.ts';

/** Of all rounds so far. Counts out of shards whose workers died are estimates; when all are back, the truth is known. */
export function settledOf(collection: Collection | undefined): number {
  if (collection === undefined) return 0;
  const { round, earlier, fanOut } = collection;
  const told = fanOut.lanes.reduce((sum, lane) => sum + settledCells(lane), 0);
  return earlier.cells + (fanOut.lanes.every(isDone) ? round.cells : Math.min(round.cells, told));
}
