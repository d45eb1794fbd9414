/** What a person is told to do about an experiment that stands still. */
import type { ExperimentId } from '../../../domain/experiment.ts';
import { describeBlock, type Blockage } from '../../../workflows/kernel/blocked.ts';
import { firstPass, type LaneState } from '../../../workflows/kernel/lane.ts';

const EXPERIMENT = 'alignment/test/0123456789ab' as ExperimentId;

function standing(missingByClass: LaneState['missingByClass']): Blockage {
  const first = firstPass({ queue: 'inference', shards: 1, window: 1 });
  const lane = { ...first, todo: [], putBack: first.todo, missingByClass };
  const spend = {
    ...{ calls: 0, promptTokens: 0, completionTokens: 0, costMicroUsd: 0, memoHits: 0, callsSentAnew: 0 },
  };
  return { experiment: EXPERIMENT, lanes: [lane], caps: {}, spend, wallMs: 0 };
}

test('a strict study is stopped before it can go on without `strict`: run alone would watch it', () => {
  const told = describeBlock({ kind: 'missing' }, standing({ 'other-model': 3 }));
  expect(told).toMatch(/stop the experiment, take `strict` out of its spec and run that again/);
  expect(told).toContain(`holdfast stop ${EXPERIMENT}`);
});
