/** Quantiles of a sample. */

/**
 * The quantile of a sorted sample by linear interpolation (type 7 of Hyndman and Fan 1996).
 *
 * @param sorted ascending, not empty
 * @param level in [0, 1]
 */
export function quantileSorted(sorted: ArrayLike<number>, level: number): number {
  const position = (sorted.length - 1) * level;
  const below = Math.floor(position);
  const low = sorted[below] ?? NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? NaN;
  return low + (position - below) * (high - low);
}

/** The central interval that leaves `tail` of the sample out on either side; default 2.5 %. */
export function centralInterval(sample: Float64Array, tail = 0.025): [low: number, high: number] {
  const sorted = sample.slice().sort();
  return [quantileSorted(sorted, tail), quantileSorted(sorted, 1 - tail)];
}
