/** What a report may say about money: attributed to each cell, paid once. */
import { cellCosts } from '../../activities/page-context.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import type { CellRecord, CompletionCost } from '../../domain/store.ts';
import { EXPERIMENT } from './collect/world.ts';

const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [Sha256, Sha256, Sha256];

function row(key: string, completions: readonly Sha256[]): CellRecord {
  return { key, status: 'settled', outcome: null, missingClass: null, reason: null, completions };
}

test('an answer that several cells share is attributed to each and paid at the first in the study’s order', async () => {
  const known = new Map<Sha256, CompletionCost>([
    [a, { kind: 'completion', costMicroUsd: 10, paidCalls: 1, paidMicroUsd: 10 }],
    [b, { kind: 'completion', costMicroUsd: 4, paidCalls: 2, paidMicroUsd: 9 }],
    [c, { kind: 'completion', costMicroUsd: 7, paidCalls: 0, paidMicroUsd: 0 }],
  ]);
  const asked: (readonly Sha256[])[] = [];
  // The store gives rows in any order.
  const cells = [row('third', [c]), row('second', [a, c]), row('first', [a, b]), row('free', [])];
  const store = {
    cells: async () => cells,
    costs: async (_id: unknown, keys: readonly Sha256[]) => {
      asked.push(keys);
      return known;
    },
  };
  const threads = ['first', 'second', 'third', 'never'].map((key) => [{ key }]);
  const costs = await cellCosts(store, EXPERIMENT, threads);
  expect(costs).toEqual(
    new Map([
      ['first', { calls: 2, attributedMicroUsd: 14, paidCalls: 3, paidMicroUsd: 19 }],
      ['second', { calls: 2, attributedMicroUsd: 17, paidCalls: 0, paidMicroUsd: 0 }],
      ['third', { calls: 1, attributedMicroUsd: 7, paidCalls: 0, paidMicroUsd: 0 }],
    ]),
  );
  expect(asked).toHaveLength(1);
});
