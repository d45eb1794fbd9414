/** What a report may say about money: attributed to each cell, paid once. */
import { cellCosts } from '../../activities/page-context.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import type { CompletionCost } from '../../domain/store.ts';
import { EXPERIMENT } from './collect/world.ts';

const [a, b, c] = ['a', 'b', 'c'] as unknown as readonly [Sha256, Sha256, Sha256];

test('an answer that several cells share is attributed to each and paid at the first in the study’s order', async () => {
  const known = new Map<Sha256, CompletionCost>([
    [a, { kind: 'completion', costMicroUsd: 10, paidCalls: 1, paidMicroUsd: 10 }],
    [b, { kind: 'completion', costMicroUsd: 4, paidCalls: 2, paidMicroUsd: 9 }],
    [c, { kind: 'completion', costMicroUsd: 7, paidCalls: 0, paidMicroUsd: 0 }],
  ]);
  const asked: (readonly Sha256[])[] = [];
  const store = {
    costs: async (_id: unknown, keys: readonly Sha256[]) => {
      asked.push(keys);
      return known;
    },
  };
  const threads = ['first', 'second', 'third', 'never'].map((key) => [{ key }]);
  // The store gives rows in any order.
  const completionsOf = new Map([
    ['third', [c]],
    ['second', [a, c]],
    ['first', [a, b]],
    ['free', []],
  ]);
  const costs = await cellCosts(store, EXPERIMENT, threads, completionsOf);
  expect(costs).toEqual(
    new Map([
      ['first', { calls: 2, attributedMicroUsd: 14, paidCalls: 3, paidMicroUsd: 19 }],
      ['second', { calls: 2, attributedMicroUsd: 17, paidCalls: 0, paidMicroUsd: 0 }],
      ['third', { calls: 1, attributedMicroUsd: 7, paidCalls: 0, paidMicroUsd: 0 }],
    ]),
  );
  expect(asked).toHaveLength(1);
});
