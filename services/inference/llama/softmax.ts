/** Probabilities over the whole vocabulary, as natural logs in doubles. */

/** Single precision knows no smaller probability; a smaller one counts as this, so that every log is finite. */
const LEAST = Math.log(2 ** -149);

/**
 * The natural logs of probabilities that were rounded to single precision, normalised anew in doubles: each is then
 * right to some 1e-7, where the sum of 49,152 floats is off by 1e-5 to 1e-4.
 */
export function logProbs(probabilities: Float32Array): Float64Array {
  let sum = 0;
  for (const probability of probabilities) sum += probability;
  const log = Math.log(sum);
  const logs = new Float64Array(probabilities.length);
  for (let token = 0; token < logs.length; token++) {
    const probability = probabilities[token] ?? 0;
    logs[token] = probability > 0 ? Math.min(0, Math.log(probability) - log) : LEAST;
  }
  return logs;
}

/** The natural log of a sum of probabilities that are given by their natural logs. */
export function logSumExp(logs: readonly number[]): number {
  const highest = Math.max(...logs);
  return highest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - highest), 0));
}
