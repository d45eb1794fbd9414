/** Sides that the tests of the alignment share. */
import { randomStream, shuffled as shuffledValues } from '../../../domain/seeds.ts';
import type { ResponseMatrix } from '../../../methods/irt/responses.ts';
import type { ModelSide, Respondents } from '../../../methods/alignment/sides.ts';
import { type Cell, simulate } from '../../../benchmarks/alignment/simulate.ts';

/** People and a model out of the world of the benchmark. */
export function world(seed: number, cell: Cell): { human: Respondents; model: ModelSide } {
  const { human, model } = simulate(randomStream(seed, 'test-world'), cell);
  if (human.kind !== 'responses') throw new Error('people come with persons');
  return { human, model };
}

/** A side of named items i1, i2, ... */
export function sideOf(responses: ResponseMatrix): Respondents {
  return {
    kind: 'responses',
    items: Array.from({ length: responses.items }, (_, item) => `i${item + 1}`),
    responses,
  };
}

/** The rows that `keep` names, in its order. */
export function rowsOf(responses: ResponseMatrix, keep: readonly number[]): ResponseMatrix {
  const { items, scores } = responses;
  const out = new Float64Array(keep.length * items);
  keep.forEach((row, at) => out.set(scores.subarray(row * items, (row + 1) * items), at * items));
  const weights = responses.weights;
  return {
    persons: keep.length,
    items,
    scores: out,
    weights: weights === undefined ? undefined : Float64Array.from(keep, (row) => weights[row] ?? 0),
  };
}

/** The side with its columns in another order, or some of them alone. */
export function reordered(side: Respondents, order: readonly number[]): Respondents {
  const { persons, items, scores } = side.responses;
  const out = new Float64Array(persons * order.length);
  for (let row = 0; row < persons; row++) {
    order.forEach((from, to) => (out[row * order.length + to] = scores[row * items + from] ?? NaN));
  }
  return {
    ...side,
    items: order.map((from) => side.items[from] ?? ''),
    responses: { ...side.responses, items: order.length, scores: out },
  };
}

/** 0 to n - 1 shuffled. */
export function shuffled(n: number, seed: number): number[] {
  const inOrder = Array.from({ length: n }, (_, k) => k);
  return shuffledValues(randomStream(seed, 'test-shuffle'), inOrder);
}
