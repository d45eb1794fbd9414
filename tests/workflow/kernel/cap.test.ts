/** A cap that a shard met: upper-bound reservations of others may have been in its way. */
import type { ShardResult } from '../../../domain/experiment.ts';
import { NO_SPEND } from '../../../workflows/kernel/budget.ts';
import {
  afterOutcome,
  nextMove,
  openFanOut,
  withRetry,
  type FanOut,
  type Move,
  type Situation,
} from '../../../workflows/kernel/next-move.ts';

const CALM: Situation = {
  paused: false,
  stopping: false,
  wallTimeSpent: false,
  continueAsNew: false,
  fault: false,
};
const whole = resultOf({ settledNow: 4, settled: 4 });
const capped = resultOf({ missing: 4, missingByClass: { budget: 4 }, cap: 'calls' });

function resultOf(changes: Partial<ShardResult>): ShardResult {
  return {
    settledNow: 0,
    settled: 0,
    missing: 0,
    missingByClass: {},
    examples: [],
    spend: NO_SPEND,
    ...changes,
  };
}

function launched(fanOut: FanOut): Extract<Move, { kind: 'launch' }> {
  const move = nextMove(fanOut, CALM);
  if (move.kind !== 'launch') throw new Error(`it does not launch: ${move.kind}`);
  return move;
}

const twoShards = [{ queue: 'inference', shards: 2, window: 2 }] as const;

test('a shard that met the cap while another held too much is launched again when that one has settled', () => {
  const { fanOut } = launched(openFanOut(twoShards));
  const met = afterOutcome(fanOut, { lane: 0, index: 0 }, capped);
  expect(nextMove(met, CALM)).toEqual({ kind: 'wait' });
  const again = launched(afterOutcome(met, { lane: 0, index: 1 }, whole));
  expect(again.shards).toEqual([{ lane: 0, index: 0 }]);
  expect(again.fanOut.cap).toBeUndefined();
  // No room after all: it settles nothing, and that is the end of it.
  const blocked = afterOutcome(again.fanOut, { lane: 0, index: 0 }, capped);
  expect(nextMove(blocked, CALM)).toEqual({ kind: 'blocked' });
  expect(launched(withRetry(blocked)).shards).toEqual([{ lane: 0, index: 0 }]);
});

test('it is launched again also where the others settled in another lane, or came back before it', () => {
  const lanes = [
    { queue: 'inference', shards: 1, window: 1 },
    { queue: 'inference-local', shards: 3, window: 1 },
  ] as const;
  const { fanOut } = launched(openFanOut(lanes));
  const met = afterOutcome(fanOut, { lane: 0, index: 0 }, capped);
  expect(launched(afterOutcome(met, { lane: 1, index: 0 }, whole)).shards).toEqual([
    { lane: 0, index: 0 },
    { lane: 1, index: 1 },
  ]);
  const before = afterOutcome(launched(openFanOut(twoShards)).fanOut, { lane: 0, index: 1 }, whole);
  const part = resultOf({
    settledNow: 1,
    settled: 1,
    missing: 3,
    missingByClass: { budget: 3 },
    cap: 'tokens',
  });
  expect(launched(afterOutcome(before, { lane: 0, index: 0 }, part)).shards).toEqual([{ lane: 0, index: 0 }]);
});

test('a cap that nothing settled after blocks at once, and no launch comes before all are back', () => {
  const { fanOut } = launched(openFanOut([{ queue: 'inference', shards: 9, window: 3 }]));
  const met = afterOutcome(fanOut, { lane: 0, index: 0 }, capped);
  const second = afterOutcome(met, { lane: 0, index: 1 }, capped);
  expect(nextMove(second, CALM)).toEqual({ kind: 'wait' });
  expect(nextMove(afterOutcome(second, { lane: 0, index: 2 }, capped), CALM)).toEqual({ kind: 'blocked' });
});

test('a lane whose endpoint is down is not asked again because the budget of another had room', () => {
  const lanes = [
    { queue: 'inference', shards: 1, window: 1 },
    { queue: 'inference-local', shards: 2, window: 2 },
  ] as const;
  const down = resultOf({ missing: 4, missingByClass: { endpoint: 4 } });
  let { fanOut } = launched(openFanOut(lanes));
  fanOut = afterOutcome(fanOut, { lane: 0, index: 0 }, down);
  fanOut = afterOutcome(fanOut, { lane: 1, index: 0 }, capped);
  fanOut = afterOutcome(fanOut, { lane: 1, index: 1 }, whole);
  expect(launched(fanOut).shards).toEqual([{ lane: 1, index: 0 }]);
});

test('stop, pause and a long history come before another try', () => {
  const { fanOut } = launched(openFanOut(twoShards));
  const met = afterOutcome(afterOutcome(fanOut, { lane: 0, index: 0 }, capped), { lane: 0, index: 1 }, whole);
  expect(nextMove(met, { ...CALM, stopping: true })).toEqual({ kind: 'stopped' });
  expect(nextMove(met, { ...CALM, paused: true })).toEqual({ kind: 'wait' });
  expect(nextMove(met, { ...CALM, continueAsNew: true })).toEqual({ kind: 'continue-as-new' });
});
