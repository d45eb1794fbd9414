import fc from 'fast-check';
import { retryAfterMs } from '../../../services/inference/back-off.ts';
import { costMicroUsd, pricesOf } from '../../../services/inference/cost.ts';

const natural = fc.integer({ min: 0, max: 1_000_000 });

test('a cost is a whole number of micro-dollars, never below the exact one, and never a whole one above', () => {
  fc.assert(
    fc.property(natural, natural, natural, natural, (promptTokens, completionTokens, p, c) => {
      const prices = { promptMicroUsdPerMillion: p, completionMicroUsdPerMillion: c };
      const cost = BigInt(costMicroUsd(prices, { promptTokens, completionTokens })) * 1_000_000n;
      const exact = BigInt(promptTokens) * BigInt(p) + BigInt(completionTokens) * BigInt(c);
      expect(cost).toBeGreaterThanOrEqual(exact);
      expect(cost).toBeLessThan(exact + 1_000_000n);
    }),
  );
});

test("a model's own prices come before those of all", () => {
  const own = { promptMicroUsdPerMillion: 1, completionMicroUsdPerMillion: 2 };
  const all = { promptMicroUsdPerMillion: 3, completionMicroUsdPerMillion: 4 };
  expect(pricesOf({ prices: { m: own, '*': all } }, 'm')).toBe(own);
  expect(pricesOf({ prices: { m: own, '*': all } }, 'n')).toBe(all);
  expect(pricesOf({ prices: {} }, 'n').promptMicroUsdPerMillion).toBe(0);
});

test.each([
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after-ms': '70', 'retry-after': '2' }, 70],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:10 GMT' }, 9000],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('headers %j ask to wait %p ms', (headers: Record<string, string>, expected) => {
  expect(retryAfterMs((name) => headers[name] ?? null, 1000)).toBe(expected);
});
