import { afterShardBack, keptPace, leftOf, openPace } from '../../../workflows/kernel/pace.ts';

test('a stretch ends when as many shards are back as fly together: they come back in bursts', () => {
  let pace = openPace(0);
  for (let shard = 1; shard <= 5; shard++) pace = afterShardBack(pace, shard, 10 * shard, 6);
  expect(leftOf(pace, 600)).toBeUndefined();
  pace = afterShardBack(pace, 30_000, 60, 6);
  expect(leftOf(pace, 600)).toEqual({ ms: 300_000, lowMs: 150_000, highMs: 600_000 });
});

test('the pace forgets a fast beginning: what came out of the memo says nothing about the rest', () => {
  let pace = openPace(0);
  let [clock, settled] = [0, 0];
  for (let shard = 0; shard < 500; shard++) pace = afterShardBack(pace, (clock += 1), (settled += 4), 1);
  for (let shard = 0; shard < 500; shard++) pace = afterShardBack(pace, (clock += 1_000), (settled += 4), 1);
  const left = leftOf(pace, 240);
  expect(left?.ms).toBeGreaterThan(0.98 * 60_000);
  expect(left?.ms).toBeLessThanOrEqual(60_000);
});

test('a pace of an earlier build is begun anew', () => {
  const kept = keptPace({ shards: 4, meanMs: 100, lastMs: 400 }, 5_000, 16);
  expect(kept).toEqual(openPace(5_000, 16));
  expect(keptPace(kept, 9_000, 20)).toBe(kept);
});
