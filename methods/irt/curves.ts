/** Item response curves at the nodes: the tables that every pass over persons reads. */
import type { Quadrature } from './quadrature.ts';

/** Tables of items * nodes, item-major. */
export interface Curves {
  /** P(score 1 | node). */
  readonly p: Float64Array;
  /** -log P(score 0 | node) = log(1 + exp(slope z + intercept)). */
  readonly cost: Float64Array;
}

export function emptyCurves(items: number, nodes: number): Curves {
  return { p: new Float64Array(items * nodes), cost: new Float64Array(items * nodes) };
}

/** Fills the tables for P = logistic(slope z + intercept). */
export function fillCurves(
  curves: Curves,
  { z }: Quadrature,
  slopeOf: (item: number) => number,
  intercepts: Float64Array,
): void {
  const { p, cost } = curves;
  const nodes = z.length;
  for (let item = 0, at = 0; item < intercepts.length; item++) {
    const slope = slopeOf(item);
    const intercept = intercepts[item] ?? NaN;
    for (let q = 0; q < nodes; q++, at++) {
      const x = slope * (z[q] ?? NaN) + intercept;
      const e = Math.exp(-Math.abs(x));
      p[at] = x >= 0 ? 1 / (1 + e) : e / (1 + e);
      cost[at] = Math.log(1 + e) + (x > 0 ? x : 0);
    }
  }
}

/** A table of items * nodes as one of nodes * items: where the items of a node are read one after another. */
export function transpose(table: Float64Array, items: number, nodes: number, out: Float64Array): void {
  for (let item = 0, at = 0; item < items; item++)
    for (let q = 0; q < nodes; q++, at++) out[q * items + item] = table[at] ?? NaN;
}

/**
 * log weight - sum of the costs of `items`: what of the log-posterior at the nodes is the same for all persons who
 * were observed on these items. The rest is a statistic times z, because the logistic model is an exponential family.
 */
export function fillBase(
  base: Float64Array,
  { logWeight }: Quadrature,
  { cost }: Curves,
  items: Int32Array,
): void {
  const nodes = logWeight.length;
  base.set(logWeight);
  for (const item of items) {
    for (let q = 0, at = item * nodes; q < nodes; q++, at++) base[q] = (base[q] ?? NaN) - (cost[at] ?? NaN);
  }
}
