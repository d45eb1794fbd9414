/**
 * The posterior of the latent variable over the nodes. Its logarithm, statistic * z + base, is concave in z: from a
 * hint the mode is found by climbing, and from the mode both sides are followed until nothing is left. On a long test
 * that is some 17 nodes of 140, which is why the tables are never swept whole for each person.
 */

/** Below exp(-37) of the mode a node adds nothing to a double. */
const NEGLIGIBLE = -37;

/** A posterior, in place: valid until the next call of `fillPosterior`. */
export interface Posterior {
  /** Probabilities at the nodes from `low` to `high`; stale elsewhere. */
  readonly probability: Float64Array;
  low: number;
  /** The last node, inclusive. */
  high: number;
  mode: number;
  /** log sum over nodes of exp(statistic * z + base). */
  logMass: number;
}

export function emptyPosterior(nodes: number): Posterior {
  return { probability: new Float64Array(nodes), low: 0, high: 0, mode: nodes >> 1, logMass: 0 };
}

/**
 * @param statistic in units of z: what multiplies z in the log-likelihood of this person's answers
 * @param hint a node near the mode; any node will do
 */
export function fillPosterior(
  out: Posterior,
  z: Float64Array,
  base: Float64Array,
  statistic: number,
  hint: number,
): void {
  const last = z.length - 1;
  const { probability } = out;
  let mode = hint;
  let peak = statistic * (z[mode] ?? NaN) + (base[mode] ?? NaN);
  for (const direction of DIRECTIONS) {
    for (let q = mode + direction; q >= 0 && q <= last; q += direction) {
      const value = statistic * (z[q] ?? NaN) + (base[q] ?? NaN);
      if (value <= peak) break;
      peak = value;
      mode = q;
    }
  }
  probability[mode] = 1;
  let sum = 1;
  let low = mode;
  while (low > 0) {
    const value = statistic * (z[low - 1] ?? NaN) + (base[low - 1] ?? NaN) - peak;
    if (value < NEGLIGIBLE) break;
    sum += probability[--low] = Math.exp(value);
  }
  let high = mode;
  while (high < last) {
    const value = statistic * (z[high + 1] ?? NaN) + (base[high + 1] ?? NaN) - peak;
    if (value < NEGLIGIBLE) break;
    sum += probability[++high] = Math.exp(value);
  }
  const scale = 1 / sum;
  for (let q = low; q <= high; q++) probability[q] = (probability[q] ?? NaN) * scale;
  out.low = low;
  out.high = high;
  out.mode = mode;
  out.logMass = peak + Math.log(sum);
}

const DIRECTIONS = [-1, 1] as const;
