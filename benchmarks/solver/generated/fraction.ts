/**
 * Fractions of the generator: its own, so that no answer that it states has been near the solver that is measured.
 * Numerators and denominators are safe integers; a problem that would leave them is a bug of the generator.
 */
export interface Fraction {
  readonly n: number;
  /** Above 0, without a common divisor with n. */
  readonly d: number;
}

/** @throws RangeError above 2^53 or for a denominator of 0 */
export function fraction(n: number, d = 1): Fraction {
  if (d === 0 || !Number.isSafeInteger(n) || !Number.isSafeInteger(d)) throw new RangeError(`${n}/${d}`);
  const divisor = greatestDivisor(Math.abs(n), Math.abs(d)) * Math.sign(d);
  // Never -0.
  return { n: n / divisor + 0, d: d / divisor };
}

export const ZERO = fraction(0);
export const ONE = fraction(1);

export function plus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, negative(b));
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.n, a.d * b.d);
}

export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.d, a.d * b.n);
}

export function negative(a: Fraction): Fraction {
  return fraction(-a.n, a.d);
}

export function isSame(a: Fraction, b: Fraction): boolean {
  return a.n === b.n && a.d === b.d;
}

export function number(a: Fraction): number {
  return a.n / a.d;
}

/** `6` or `7/2`. */
export function text(a: Fraction): string {
  return a.d === 1 ? String(a.n) : `${a.n}/${a.d}`;
}

/** `0.25`, where the decimals end. */
export function decimals(a: Fraction): string | undefined {
  for (let digits = 0, scale = 1; digits <= 8; digits++, scale *= 10) {
    if (scale % a.d === 0) return (a.n / a.d).toFixed(digits);
  }
  return undefined;
}

/** Sum of products. */
export function dot(a: readonly Fraction[], b: readonly Fraction[]): Fraction {
  return a.reduce((sum, factor, i) => plus(sum, times(factor, b[i] ?? ZERO)), ZERO);
}

function greatestDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a === 0 ? 1 : a;
}
