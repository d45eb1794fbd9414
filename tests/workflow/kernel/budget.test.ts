import fc from 'fast-check';
import { meterOf, METERS } from '../../../domain/meters.ts';
import { capsProblem, hasRoom, laterSpend, NO_SPEND } from '../../../workflows/kernel/budget.ts';

const CAP_NAMES = METERS.map(({ cap }) => cap);

const spendOf = fc.record({
  calls: fc.nat(),
  promptTokens: fc.nat(),
  completionTokens: fc.nat(),
  costMicroUsd: fc.nat(),
  memoHits: fc.nat(),
  callsSentAnew: fc.nat(),
  programs: fc.record({ run: fc.nat(), recalled: fc.nat(), sandboxMs: fc.nat() }),
});

test('whole caps of at least 1 are taken, under their own names', () => {
  const caps = fc.dictionary(fc.constantFrom(...CAP_NAMES), fc.integer({ min: 1 }), { minKeys: 1 });
  fc.assert(fc.property(caps, (given) => capsProblem({ ...given }) === undefined));
});

test.each([
  [{ calls: 0 }, 'the cap on calls must be a whole number of at least 1, not 0'],
  [{ calls: -3 }, 'the cap on calls must be a whole number of at least 1, not -3'],
  [{ tokens: 1.5 }, 'the cap on tokens must be a whole number of at least 1, not 1.5'],
  [{ costMicroUsd: '5' }, 'the cap on costMicroUsd must be a whole number of at least 1, not "5"'],
  [{ wallMs: null }, 'the cap on wallMs must be a whole number of at least 1, not null'],
  [{ calls: 2 ** 53 }, 'the cap on calls must be a whole number of at least 1, not 9007199254740992'],
  [{ money: 5 }, "'money' is no cap; these are: calls, tokens, costMicroUsd, wallMs, sandboxMs"],
  [{}, 'a budget names at least one cap: calls, tokens, costMicroUsd, wallMs, sandboxMs'],
  [[], 'a budget is an object of caps'],
  [null, 'a budget is an object of caps'],
  [7, 'a budget is an object of caps'],
])('%j is refused, and why', (caps, why) => {
  expect(capsProblem(caps)).toBe(why);
});

test('spend never goes down, whatever the order in which shards come back', () => {
  fc.assert(
    fc.property(fc.array(spendOf), (spends) => {
      const there = spends.reduce(laterSpend, NO_SPEND);
      expect(spends.reduceRight(laterSpend, NO_SPEND)).toEqual(there);
      for (const spend of spends)
        for (const cap of CAP_NAMES) {
          const { used } = meterOf(cap);
          expect(used(there, 0)).toBeGreaterThanOrEqual(used(spend, 0));
        }
    }),
  );
});

test('room is left below a cap, none at it, and always where there is none', () => {
  const spend = { ...NO_SPEND, promptTokens: 60, completionTokens: 40 };
  expect(hasRoom('tokens', { tokens: 101 }, spend, 0)).toBe(true);
  expect(hasRoom('tokens', { tokens: 100 }, spend, 0)).toBe(false);
  expect(hasRoom('tokens', { calls: 1 }, spend, 0)).toBe(true);
  expect(hasRoom('wallMs', { wallMs: 1_000 }, spend, 1_000)).toBe(false);
});
