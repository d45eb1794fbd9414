/** The upper tail of the chi-square distribution: the p value of likelihood-ratio tests. */

/** Past it the terms of either expansion are below the precision of a double. */
const TERMS = 100_000;
const PRECISION = 1e-16;
/** Stands for 0 in a denominator of the continued fraction (Thompson and Barnett 1986). */
const TINY = 1e-300;

/**
 * P(X >= x) for X chi-square distributed: the regularized upper incomplete gamma function Q(df / 2, x / 2), by its series
 * where x is small and by its continued fraction elsewhere (Abramowitz and Stegun 6.5.29, 6.5.31; Press et al. 2007, 6.2).
 *
 * @param df degrees of freedom, a whole number of at least 1
 * @returns NaN for other degrees of freedom, and for x NaN
 */
export function chiSquareTail(x: number, df: number): number {
  if (!Number.isInteger(df) || df < 1 || Number.isNaN(x)) return NaN;
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  const shape = df / 2;
  const half = x / 2;
  const density = Math.exp(shape * Math.log(half) - half - logGammaOfHalf(df));
  return half < shape + 1 ? 1 - density * series(shape, half) : density * continuedFraction(shape, half);
}

/** log Gamma(n / 2) by its recursion from Gamma(1/2) = sqrt(pi) or Gamma(1) = 1. */
function logGammaOfHalf(n: number): number {
  let sum = n % 2 === 0 ? 0 : 0.5 * Math.log(Math.PI);
  for (let k = n - 2; k > 0; k -= 2) sum += Math.log(k / 2);
  return sum;
}

function series(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let k = 1; k < TERMS && term > PRECISION * sum; k++) {
    term *= x / (shape + k);
    sum += term;
  }
  return sum;
}

/** By the method of Lentz (1976). */
function continuedFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < TERMS; k++) {
    const a = -k * (k - shape);
    b += 2;
    d = 1 / notZero(a * d + b);
    c = notZero(b + a / c);
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < PRECISION) break;
  }
  return value;
}

function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
