/** -logit(share) of every item under any draw of clusters, fast: rows of a cluster are summed once. */
import type { ResponseMatrix } from '../irt/responses.ts';
import { logitDifficulty } from './logit-difficulty.ts';
import { packColumns } from './packed-columns.ts';

export interface LogitSide {
  readonly responses: ResponseMatrix;
  readonly clusterOf: Int32Array;
  readonly clusters: number;
  readonly exact: boolean;
}

/**
 * Sums the rows of each cluster once; a draw then adds clusters, not persons.
 *
 * @returns counts of the clusters drawn -> -logit(share) of each item; NaN for an item nobody drawn was observed on
 */
export function logitRefitter(side: LogitSide): (clusterCounts: Uint16Array) => Float64Array {
  const { responses, exact, clusters } = side;
  const { items } = responses;
  const { totals, weights, rows } = clusterTotals(side);
  const addTotals = packColumns(totals, clusters, items);
  // Without missing cells every item has the same weight and number of rows: one column of each says it all.
  const complete = !responses.scores.some((score) => Number.isNaN(score));
  const width = complete ? 1 : items;
  const addWeights = packColumns(complete ? firstColumn(weights, clusters, items) : weights, clusters, width);
  const addRows = packColumns(complete ? firstColumn(rows, clusters, items) : rows, clusters, width);
  return (clusterCounts) => {
    const b = addTotals(clusterCounts).slice();
    const weight = addWeights(clusterCounts);
    const count = addRows(clusterCounts);
    for (let item = 0; item < items; item++) {
      const column = complete ? 0 : item;
      const share = (b[item] ?? NaN) / (weight[column] ?? NaN);
      b[item] = logitDifficulty(share, exact ? 'exact' : (count[column] ?? NaN));
    }
    return b;
  };
}

function firstColumn(matrix: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => matrix[row * columns] ?? NaN);
}

interface ClusterTotals {
  /** Weighted sums of scores, clusters x items. */
  readonly totals: Float64Array;
  /** Sums of weights of the persons observed, clusters x items. */
  readonly weights: Float64Array;
  /** Persons observed, clusters x items. */
  readonly rows: Float64Array;
}

function clusterTotals(side: LogitSide): ClusterTotals {
  const { persons, items, scores, weights: personWeights } = side.responses;
  const totals = new Float64Array(side.clusters * items);
  const weights = new Float64Array(side.clusters * items);
  const rows = new Float64Array(side.clusters * items);
  for (let person = 0; person < persons; person++) {
    const weight = personWeights === undefined ? 1 : (personWeights[person] ?? NaN);
    if (weight === 0) continue;
    const from = (side.clusterOf[person] ?? NaN) * items;
    for (let item = 0; item < items; item++) {
      const score = scores[person * items + item] ?? NaN;
      if (score !== score) continue;
      totals[from + item] = (totals[from + item] ?? NaN) + weight * score;
      weights[from + item] = (weights[from + item] ?? NaN) + weight;
      rows[from + item] = (rows[from + item] ?? NaN) + 1;
    }
  }
  return { totals, weights, rows };
}
