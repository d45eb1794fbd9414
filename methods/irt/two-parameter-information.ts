/**
 * The missing information of a 2PL (Louis 1982, equation 3.2): minus the sum over persons of the posterior covariance
 * of the complete score (theta (x - p), x - p). The x of a complete score that do not vary over the posterior drop out
 * of a covariance, which leaves sums over nodes, one row of means a pattern, and x x' weighted by E(theta^2).
 */
import type { AnswerPatterns, PatternGroup } from './answer-patterns.ts';
import { type Curves, fillBase } from './curves.ts';
import { patternInformation } from './pattern-information.ts';
import { emptyPosterior, fillPosterior } from './posterior.ts';
import type { Quadrature } from './quadrature.ts';
import { addOuterProducts } from '../statistics/outer-products.ts';

export interface Point {
  /** a of each item, first in the parameters. */
  readonly slopes: Float64Array;
  readonly grid: Quadrature;
  /** Filled at this point. */
  readonly curves: Curves;
  /** A node near each pattern's posterior mode. */
  readonly modes: Int32Array;
}

/** Patterns whose rows of means are kept at a time. */
const BLOCK = 64;

/** Patterns of a group up to which a row for each node of each pattern is less than what a group takes whole. */
const FEW = 4;

/** Subtracts the missing information from the lower triangle of `information`, (2 items)^2 with all a before all d. */
export function twoParameterInformation(
  information: Float64Array,
  patterns: AnswerPatterns,
  point: Point,
): void {
  const { items } = patterns;
  const size = 2 * items;
  const byPerson = patternInformation(patterns, point);
  for (const group of patterns.groups) {
    const n = group.items.length;
    const isSmall = group.to - group.from <= FEW;
    const block = isSmall ? byPerson(group) : groupInformation(patterns, group, point);
    const place = Int32Array.from({ length: 2 * n }, (_, row) => globalIndex(group.items, items, row));
    for (let row = 0, at = 0; row < 2 * n; row++, at = row * 2 * n) {
      const into = (place[row] ?? NaN) * size;
      for (let column = 0; column <= row; column++, at++) {
        const to = into + (place[column] ?? NaN);
        information[to] = (information[to] ?? NaN) + (block[at] ?? NaN);
      }
    }
  }
}

function globalIndex(list: Int32Array, items: number, local: number): number {
  return local < list.length ? (list[local] ?? NaN) : items + (list[local - list.length] ?? NaN);
}

/** Minus the covariance of one group, over (a of its items, d of its items), lower triangle. */
function groupInformation(patterns: AnswerPatterns, group: PatternGroup, point: Point): Float64Array {
  const { slopes, grid, curves, modes } = point;
  const { z } = grid;
  const { p } = curves;
  const nodes = z.length;
  const n = group.items.length;
  const size = 2 * n;
  const localOf = new Int32Array(patterns.items);
  group.items.forEach((item, k) => (localOf[item] = k));
  const base = new Float64Array(nodes);
  fillBase(base, grid, curves, group.items);

  const block = new Float64Array(size * size);
  const atNode = new Float64Array(nodes);
  /** Weight at each node of persons who answered 1, nodes * n. */
  const onesAtNode = new Float64Array(nodes * n);
  const means = new Float64Array(BLOCK * size);
  const meanWeights = new Float64Array(BLOCK);
  const posterior = emptyPosterior(nodes);
  const local = new Int32Array(n);
  let filled = 0;

  for (let j = group.from; j < group.to; j++) {
    const from = patterns.start[j] ?? NaN;
    const count = (patterns.start[j + 1] ?? NaN) - from;
    let statistic = 0;
    for (let k = 0; k < count; k++) {
      const item = patterns.ones[from + k] ?? NaN;
      statistic += slopes[item] ?? NaN;
      local[k] = localOf[item] ?? NaN;
    }
    fillPosterior(posterior, z, base, statistic, modes[j] ?? NaN);
    const { probability, low, high } = posterior;
    const w = patterns.weights[j] ?? NaN;
    let mean = 0;
    let square = 0;
    for (let q = low; q <= high; q++) {
      const here = probability[q] ?? NaN;
      mean += here * (z[q] ?? NaN);
      square += here * (z[q] ?? NaN) ** 2;
      atNode[q] = (atNode[q] ?? NaN) + w * here;
      for (let k = 0, row = q * n; k < count; k++) {
        const at = row + (local[k] ?? NaN);
        onesAtNode[at] = (onesAtNode[at] ?? NaN) + w * here;
      }
    }
    const row = filled * size;
    for (let k = 0; k < n; k++) {
      let sum = 0;
      let zSum = 0;
      for (let q = low, at = (group.items[k] ?? NaN) * nodes + low; q <= high; q++, at++) {
        const mass = (probability[q] ?? NaN) * (p[at] ?? NaN);
        sum += mass;
        zSum += mass * (z[q] ?? NaN);
      }
      means[row + k] = -zSum;
      means[row + n + k] = -sum;
    }
    for (let k = 0; k < count; k++) {
      const one = local[k] ?? NaN;
      means[row + one] = (means[row + one] ?? NaN) + mean;
      for (let m = 0; m <= k; m++) {
        const at = one * size + (local[m] ?? NaN);
        block[at] = (block[at] ?? NaN) - w * square;
      }
    }
    meanWeights[filled++] = w;
    if (filled === BLOCK || j === group.to - 1) {
      addOuterProducts(block, size, means, meanWeights, filled);
      filled = 0;
    }
  }

  addNodeRows(block, { z, p, items: group.items, atNode, onesAtNode });
  return block;
}

interface NodeSums {
  readonly z: Float64Array;
  readonly p: Float64Array;
  readonly items: Int32Array;
  readonly atNode: Float64Array;
  readonly onesAtNode: Float64Array;
}

/**
 * The part of E(score score') that sums over nodes. With n persons at a node and the share r of them that answered 1,
 * it is n (z (r - p), -p)(z (r - p), -p)', less n (z r, 0)(z r, 0)', for which x x' E(theta^2) already stands in full.
 */
function addNodeRows(block: Float64Array, { z, p, items, atNode, onesAtNode }: NodeSums): void {
  const n = items.length;
  const size = 2 * n;
  const used = Int32Array.from(z.keys()).filter((q) => (atNode[q] ?? NaN) > 1e-300);
  const rows = new Float64Array(2 * used.length * size);
  const weights = new Float64Array(2 * used.length);
  used.forEach((q, k) => {
    const mass = atNode[q] ?? NaN;
    const node = z[q] ?? NaN;
    const row = 2 * k * size;
    weights[2 * k] = -mass;
    weights[2 * k + 1] = mass;
    for (let m = 0; m < n; m++) {
      const share = (onesAtNode[q * n + m] ?? NaN) / mass;
      const here = p[(items[m] ?? NaN) * z.length + q] ?? NaN;
      rows[row + m] = node * (share - here);
      rows[row + n + m] = -here;
      rows[row + size + m] = node * share;
    }
  });
  addOuterProducts(block, size, rows, weights, weights.length);
}
