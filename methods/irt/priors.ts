/** The priors of `map` on every item: d ~ N(0, 3^2) and log a ~ N(0, .5^2), the mode taken in (log a, d). */

/** 1 / 3^2. */
export const INTERCEPT_PRECISION = 1 / 9;
/** 1 / .5^2. */
export const LOG_SLOPE_PRECISION = 4;

/** A log-density up to its constant, with its derivatives. */
export interface LogPrior {
  readonly value: number;
  readonly gradient: number;
  /** Minus the second derivative. */
  readonly information: number;
}

export function interceptPrior(d: number): LogPrior {
  return {
    value: -0.5 * INTERCEPT_PRECISION * d * d,
    gradient: -INTERCEPT_PRECISION * d,
    information: INTERCEPT_PRECISION,
  };
}

/** The prior of log a, differentiated by a; -Infinity for a <= 0, where it has no mass. */
export function slopePrior(a: number): LogPrior {
  if (a <= 0) return { value: -Infinity, gradient: 0, information: 0 };
  const log = Math.log(a);
  return {
    value: -0.5 * LOG_SLOPE_PRECISION * log * log,
    gradient: (-LOG_SLOPE_PRECISION * log) / a,
    information: (LOG_SLOPE_PRECISION * (1 - log)) / (a * a),
  };
}
