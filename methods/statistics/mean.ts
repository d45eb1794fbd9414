/** Means and variances, weighted where weights are given. */

/** The weighted mean; NaN without values. */
export function mean(values: ArrayLike<number>, weights?: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let k = 0; k < values.length; k++) {
    const w = weights === undefined ? 1 : (weights[k] ?? NaN);
    sum += w * (values[k] ?? NaN);
    total += w;
  }
  return sum / total;
}

/**
 * The weighted variance. Divided by the sum of weights, or by that less one (`sample`, where weights count persons).
 * In two passes, so that a large mean costs no digits.
 */
export function variance(
  values: ArrayLike<number>,
  divisor: 'population' | 'sample',
  weights?: ArrayLike<number>,
): number {
  const centre = mean(values, weights);
  let sum = 0;
  let total = 0;
  for (let k = 0; k < values.length; k++) {
    const w = weights === undefined ? 1 : (weights[k] ?? NaN);
    const deviation = (values[k] ?? NaN) - centre;
    sum += w * deviation * deviation;
    total += w;
  }
  return sum / (divisor === 'sample' ? total - 1 : total);
}
