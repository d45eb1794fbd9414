/**
 * Items that both sides say something of. An item that a side answered all alike has no difficulty there: `ml` has none to
 * give, and under `map` the prior alone places it, so that a correlation over such items is one with the prior.
 */
import type { FittedSide } from './prepare.ts';

/** Positions of the items that neither side answered all alike, ascending. */
export function informativeItems(one: FittedSide, other: FittedSide): readonly number[] {
  return [...one.shares.keys()].filter((item) => !isConstant(one, item) && !isConstant(other, item));
}

/** Everybody on this side scored 1 on the item, or everybody 0. */
export function isConstant({ shares }: FittedSide, item: number): boolean {
  return shares[item] === 0 || shares[item] === 1;
}

/** Columns `on` of a row-major matrix with `columns` columns. The matrix itself where that is all of them. */
export function pickColumns<T extends Float64Array | Uint16Array>(
  matrix: T,
  columns: number,
  on: readonly number[],
): T {
  if (on.length === columns) return matrix;
  const rows = columns === 0 ? 0 : matrix.length / columns;
  const out = matrix.slice(0, rows * on.length) as T;
  for (let row = 0, at = 0; row < rows; row++) {
    for (const column of on) out[at++] = matrix[row * columns + column] ?? NaN;
  }
  return out;
}
