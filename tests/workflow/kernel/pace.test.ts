import { firstPass, type LaneState } from '../../../workflows/kernel/lane.ts';
import { afterShardBack, keptPace, leftOf, openPace, type Pace } from '../../../workflows/kernel/pace.ts';

/** A lane of which so many shards of `each` cells are back. */
function lane(window: number, shards: number, done: number, each = 10): LaneState {
  const whole = firstPass({ queue: 'inference', window, shards });
  return { ...whole, todo: done === shards ? [] : [[done, shards - 1]], settled: each * done };
}

/** The pace after the shards of one lane came back one after the other, so many milliseconds apart. */
function paced(pace: Pace, index: number, of: (done: number) => LaneState, gaps: readonly number[]): Pace {
  let clock = pace.sinceMs;
  return gaps.reduce((now, gap, i) => afterShardBack(now, index, of(i + 1), (clock += gap)), pace);
}

test('a stretch ends when as many shards are back as fly together: they come back in bursts', () => {
  const of = (done: number): LaneState => lane(6, 66, done);
  const five = paced(openPace(0), 0, of, [1, 1, 1, 1, 1]);
  expect(leftOf(five, [of(5)], 610)).toBeUndefined();
  const six = paced(openPace(0), 0, of, [1, 1, 1, 1, 1, 29_995]);
  expect(leftOf(six, [of(6)], 600)).toEqual({ ms: 300_000, lowMs: 150_000, highMs: 600_000 });
});

test('the pace forgets a fast beginning: what came out of the memo says nothing about the rest', () => {
  const of = (done: number): LaneState => lane(1, 1_060, done, 4);
  const gaps = Array.from({ length: 1_000 }, (_, i) => (i < 500 ? 1 : 1_000));
  const left = leftOf(paced(openPace(0), 0, of, gaps), [of(1_000)], 240);
  expect(left?.ms).toBeGreaterThan(0.98 * 60_000);
  expect(left?.ms).toBeLessThanOrEqual(60_000);
});

test('a lane that is through hides no slow one: the time left is that of the slowest, and unknown while one is', () => {
  const fast = (done: number): LaneState => lane(2, 20, done);
  const slow = (done: number): LaneState => lane(2, 6, done);
  const fastDone = paced(
    openPace(0),
    0,
    fast,
    Array.from({ length: 20 }, () => 10),
  );
  expect(leftOf(fastDone, [fast(20), slow(0)], 60)).toBeUndefined();
  const both = paced(fastDone, 1, slow, [30_000, 30_000]);
  expect(leftOf(both, [fast(20), slow(2)], 40)).toEqual({ ms: 120_000, lowMs: 60_000, highMs: 240_000 });
});

test('a pace of an earlier build is begun anew', () => {
  const kept = keptPace({ shards: 4, meanMs: 100, lastMs: 400 }, 5_000);
  expect(kept).toEqual(openPace(5_000));
  expect(keptPace(kept, 9_000)).toBe(kept);
});
