/** How many cells are settled, as far as shards told. */
import type { Collection } from './cursor.ts';
import type { FlowState } from './flow-state.ts';
import { isDone, settledCells } from './lane.ts';

/**
 * Of all rounds so far, by shards or by the tickets of flows. Counts out of shards whose workers died are estimates; when all are back, the truth is known.
 */
export function settledOf(
  collection: Collection | undefined,
  flows: Readonly<Record<string, FlowState>> = {},
): number {
  if (collection === undefined) return 0;
  const { round, earlier, fanOut } = collection;
  const ofFlows = Object.values(flows).reduce((sum, { counts }) => sum + counts.settled, 0);
  const told = fanOut.lanes.reduce((sum, lane) => sum + settledCells(lane), ofFlows);
  return earlier.cells + (fanOut.lanes.every(isDone) ? round.cells : Math.min(round.cells, told));
}
