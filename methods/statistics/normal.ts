/** The standard normal distribution. */

/** Density at z. */
function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** P(Z <= z), to 1e-15: a series near 0, a continued fraction in the tails (Abramowitz and Stegun 26.2.10, 26.2.14). */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  const x = Math.abs(z);
  const upper = x < 3 ? 0.5 - normalDensity(x) * series(x) : normalDensity(x) / continuedFraction(x);
  return z > 0 ? 1 - upper : upper;
}

function series(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; Math.abs(term) > 1e-17 * sum; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return sum;
}

function continuedFraction(x: number): number {
  let value = x;
  for (let k = 100; k >= 1; k--) value = x + k / value;
  return value;
}

/** The z with P(Z <= z) = probability: Halley's steps on `normalCdf`. */
export function normalQuantile(probability: number): number {
  if (probability === 0) return -Infinity;
  if (probability === 1) return Infinity;
  if (!(probability > 0 && probability < 1)) return NaN;
  if (probability > 0.5) return -normalQuantile(1 - probability);
  let z = -startOfTail(probability);
  for (let step = 0; step < 3; step++) {
    const error = (normalCdf(z) - probability) / normalDensity(z);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

/** Abramowitz and Stegun 26.2.23, to 4.5e-4, for a probability of at most .5. */
function startOfTail(probability: number): number {
  const t = Math.sqrt(-2 * Math.log(probability));
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328);
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return t - numerator / denominator;
}
