import fc from 'fast-check';
import type { Caps } from '../../../domain/experiment.ts';
import { EXPERIMENT, many, withWorld } from './world.ts';

const prices = { '*': { promptMicroUsdPerMillion: 2_000_000, completionMicroUsdPerMillion: 5_000_000 } };

test('a cap on calls is used up whole, never passed, and named', async () => {
  await withWorld({}, async ({ collect, server, store }) => {
    const result = await collect(many(100), { caps: { calls: 37 } });
    expect(result).toMatchObject({ settled: 37, missing: 63, missingByClass: { budget: 63 }, cap: 'calls' });
    expect(server.counts.arrived).toBe(37);
    // More budget, and it goes on where it stopped.
    expect(await collect(many(100), { caps: { calls: 100 } })).toMatchObject({
      settled: 100,
      settledNow: 63,
    });
    expect(server.counts.arrived).toBe(100);
    expect((await store.spend(EXPERIMENT)).calls).toBe(100);
  });
});

test('what the memo holds is settled for nothing, also with no budget left', async () => {
  await withWorld({}, async ({ collect }) => {
    await collect(many(10));
    const result = await collect(many(12), { caps: { calls: 10 }, shard: { lane: 0, index: 1 } });
    expect(result).toMatchObject({ settled: 10, missing: 2, cap: 'calls' });
  });
});

test('no cap is ever passed, whatever shards run at once', async () => {
  const caps = fc.record(
    {
      calls: fc.integer({ min: 0, max: 60 }),
      tokens: fc.integer({ min: 0, max: 3_000 }),
      costMicroUsd: fc.integer({ min: 0, max: 4_000 }),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(caps, async (cap: Caps) => {
      await withWorld({ config: { prices } }, async ({ collect, store, server }) => {
        const threads = many(40);
        const results = await Promise.all([
          collect(threads.slice(0, 20), { caps: cap }),
          collect(threads.slice(20), { caps: cap, shard: { lane: 0, index: 1 } }),
        ]);
        const spend = await store.spend(EXPERIMENT);
        expect(spend.calls).toBe(server.counts.answered);
        expect(spend.calls).toBeLessThanOrEqual(cap.calls ?? Infinity);
        expect(spend.promptTokens + spend.completionTokens).toBeLessThanOrEqual(cap.tokens ?? Infinity);
        expect(spend.costMicroUsd).toBeLessThanOrEqual(cap.costMicroUsd ?? Infinity);
        for (const result of results) {
          expect(result.settled + result.missing).toBe(20);
          expect(result.cap !== undefined).toBe(result.missing > 0);
        }
        // Nothing stays reserved: with the caps lifted everything fits.
        expect(
          await collect(threads, { caps: { ...cap, calls: 40, tokens: 100_000, costMicroUsd: 1_000_000 } }),
        ).toMatchObject({ settled: 40 });
      });
    }),
    { numRuns: 12 },
  );
});

test('upper bounds that were not used are given back before a cap counts as reached', async () => {
  await withWorld({ config: { prices } }, async ({ collect }) => {
    // A call reserves some 120 tokens and uses 3: one at a time nearly all fit.
    const result = await collect(many(50), { caps: { tokens: 250 } });
    expect(result.settled).toBeGreaterThanOrEqual(40);
    expect(result.spend.promptTokens + result.spend.completionTokens).toBeLessThanOrEqual(250);
  });
});
