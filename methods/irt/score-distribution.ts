/**
 * The distribution of the raw score of independent answers with the given probabilities, by the recursion of Lord and
 * Wingersky (1984, equation 3).
 *
 * @param probabilities P(score 1) of each item
 * @returns P(raw score = s) for s = 0 to the number of items
 */
export function scoreDistribution(probabilities: Float64Array): Float64Array {
  const distribution = new Float64Array(probabilities.length + 1);
  distribution[0] = 1;
  for (let item = 0; item < probabilities.length; item++) {
    const p = probabilities[item] ?? NaN;
    for (let score = item + 1; score > 0; score--) {
      distribution[score] = (distribution[score] ?? NaN) * (1 - p) + (distribution[score - 1] ?? NaN) * p;
    }
    distribution[0] *= 1 - p;
  }
  return distribution;
}
