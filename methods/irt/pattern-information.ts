/**
 * The missing information of a 2PL (Louis 1982) where hardly two persons met the same items: the posterior covariance of each
 * pattern's complete score, node by node. A group of many patterns shares its nodes and is done in
 * `two-parameter-information.ts`; here there would be more nodes than persons.
 */
import type { AnswerPatterns, PatternGroup } from './answer-patterns.ts';
import { fillBase, transpose } from './curves.ts';
import { emptyPosterior, fillPosterior } from './posterior.ts';
import { addOuterProducts } from '../statistics/outer-products.ts';
import type { Point } from './two-parameter-information.ts';

/**
 * @returns minus the covariance of one group, over (a of its items, d of its items), lower triangle, in a buffer that the
 *   next call uses again
 */
export function patternInformation(
  patterns: AnswerPatterns,
  { slopes, grid, curves, modes }: Point,
): (group: PatternGroup) => Float64Array {
  const { items, start, ones, weights } = patterns;
  const { z } = grid;
  const nodes = z.length;
  const byNode = new Float64Array(items * nodes);
  transpose(curves.p, items, nodes, byNode);
  const base = new Float64Array(nodes);
  const posterior = emptyPosterior(nodes);
  const answer = new Uint8Array(items);
  // A row a node and one of means.
  const rows = new Float64Array((nodes + 1) * 2 * items);
  const rowWeights = new Float64Array(nodes + 1);
  const block = new Float64Array(4 * items * items);

  return (group) => {
    const list = group.items;
    const n = list.length;
    const size = 2 * n;
    block.fill(0, 0, size * size);
    fillBase(base, grid, curves, list);
    for (let j = group.from; j < group.to; j++) {
      const from = start[j] ?? NaN;
      const to = start[j + 1] ?? NaN;
      let statistic = 0;
      answer.fill(0);
      for (let k = from; k < to; k++) {
        const item = ones[k] ?? NaN;
        statistic += slopes[item] ?? NaN;
        answer[item] = 1;
      }
      fillPosterior(posterior, z, base, statistic, modes[j] ?? NaN);
      const w = weights[j] ?? NaN;
      rows.fill(0, 0, size);
      rowWeights[0] = w;
      let used = 1;
      for (let q = posterior.low; q <= posterior.high; q++) {
        const probability = posterior.probability[q] ?? NaN;
        if (probability <= NOTHING) continue;
        const node = z[q] ?? NaN;
        const row = used * size;
        for (let k = 0; k < n; k++) {
          const item = list[k] ?? NaN;
          const left = (answer[item] ?? NaN) - (byNode[q * items + item] ?? NaN);
          rows[row + k] = node * left;
          rows[row + n + k] = left;
          rows[k] = (rows[k] ?? NaN) + probability * node * left;
          rows[n + k] = (rows[n + k] ?? NaN) + probability * left;
        }
        rowWeights[used++] = -w * probability;
      }
      addOuterProducts(block, size, rows, rowWeights, used);
    }
    return block;
  };
}

/** Below it a node is lost in the rounding of the others. */
const NOTHING = 1e-14;
