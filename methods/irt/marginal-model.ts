/** A marginal likelihood as the maximizer sees it. */

/** The value, slope and curvature of an objective at a point. */
export interface Curvature {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Minus the second derivatives: the observed information. size * size, row-major, lower triangle. */
  readonly information: Float64Array;
}

/** The objective is the log-likelihood plus, under `map`, the log-prior. */
export interface MarginalModel {
  /** The number of parameters. */
  readonly size: number;
  /** Multiplications of one `curvature`, roughly: above some size Newton steps do not pay. */
  readonly curvatureCost: number;
  logLikelihood(parameters: Float64Array): number;
  objective(parameters: Float64Array): number;
  /** One EM step from `parameters` into `out`; returns the objective at `parameters`. */
  step(parameters: Float64Array, out: Float64Array): number;
  gradient(parameters: Float64Array): Float64Array;
  /** For each parameter what complete data would say of it: the expected diagonal. Without priors. */
  completeInformation(parameters: Float64Array): Float64Array;
  curvature(parameters: Float64Array): Curvature;
}

/** Whether two points are one, to the bit. */
export function sameValues(one: Float64Array, other: Float64Array): boolean {
  for (let k = 0; k < one.length; k++) if (!Object.is(one[k], other[k])) return false;
  return one.length === other.length;
}
