/** Everything that is collected now, as lanes: those of the last round, and one of each flow. */
import { laneOf } from './flow-state.ts';
import type { LaneState } from './lane.ts';
import type { RunState } from './run-state.ts';

export function lanesOf({ collection, flows }: Pick<RunState, 'collection' | 'flows'>): readonly LaneState[] {
  return [
    ...(collection?.fanOut.lanes ?? []),
    ...Object.entries(flows).map(([name, flow]) => laneOf(name, flow)),
  ];
}
