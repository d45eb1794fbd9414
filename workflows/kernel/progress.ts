/** What the `progress` query answers and the run card shows. */
import type { Progress } from '../../domain/experiment.ts';
import { describeBlock, describeStandstill, type Blockage } from './blocked.ts';
import { shardsDone } from './lane.ts';
import { shardsOf } from './next-move.ts';
import { lanesOf } from './lanes.ts';
import { leftOf } from './pace.ts';
import { stateOf, wallMs, type RunState } from './run-state.ts';
import { settledOf } from './settled.ts';

export function progressOf(run: RunState): Progress {
  const { collection } = run;
  const lanes = lanesOf(run);
  const earlier = collection?.earlier ?? { cells: 0, shards: 0 };
  const cells = earlier.cells + (collection?.round.cells ?? 0);
  const shards = earlier.shards + shardsOf(collection?.fanOut.lanes ?? []);
  const done = earlier.shards + lanes.reduce((sum, lane) => sum + shardsDone(lane), 0);
  const settled = settledOf(collection, run.flows);
  const state = stateOf(run);
  const left = state === 'running' && done < shards ? leftOf(run.pace, lanes, cells - settled) : undefined;
  const blocked = blockedText(run, { ...run, experiment: run.start.experiment, lanes, wallMs: wallMs(run) });
  return {
    state,
    phase: run.phase,
    cells,
    settled,
    missing: lanes.reduce((sum, lane) => sum + lane.missing, 0),
    shardsDone: done,
    shards,
    spend: run.spend,
    caps: run.caps,
    ...(blocked === '' ? {} : { blocked }),
    ...(run.end === undefined ? {} : { ended: run.end.detail }),
    ...(run.headline === undefined ? {} : { headline: run.headline }),
    ...(left === undefined ? {} : { etaMs: left.ms, etaRangeMs: [left.lowMs, left.highMs] as const }),
  };
}

/** A lane that stands still is named while the others go on, too. */
function blockedText(run: RunState, blockage: Blockage): string {
  if (run.end !== undefined || run.stopping) return '';
  return run.block === undefined ? describeStandstill(blockage) : describeBlock(run.block, blockage);
}
