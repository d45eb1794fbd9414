/** Difficulties of one side under any bootstrap draw of its clusters. */
import type { Estimation, IrtFit } from '../irt/estimates.ts';
import type { ResponseMatrix } from '../irt/responses.ts';
import { logitRefitter } from './logit-refit.ts';
import { raschClusterRefitter } from './rasch-refit.ts';

/** A side as the bootstrap sees it: plain data, so that it can travel to a worker thread. */
export interface PreparedSide {
  /** The common items only. */
  readonly responses: ResponseMatrix;
  /** The Rasch fit to start from; null: difficulty is -logit(share). */
  readonly fit: IrtFit | null;
  readonly estimation: Estimation;
  /** The cluster of each row, and how many there are. */
  readonly clusterOf: Int32Array;
  readonly clusters: number;
  /** Whether the cells are probabilities that were read, not answers that were drawn. */
  readonly exact: boolean;
}

/** Counts of the clusters drawn -> one difficulty an item; NaN where it cannot be estimated (constant, under `ml`). */
export type Refit = (clusterCounts: Uint16Array) => Float64Array;

/** Prepares a side once; the function it returns is cheap. */
export function refitter(side: PreparedSide): Refit {
  return side.fit === null ? logitRefitter(side) : raschClusterRefitter(side, side.fit);
}
