/** Exact fractions on BigInt. */
import { readNumeral } from './numeral.ts';
import { spend } from './work.ts';

/** n/d in lowest terms; d > 0. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };

/** @throws RangeError when d is 0 */
export function rational(n: bigint, d: bigint = 1n): Rational {
  if (d === 0n) throw new RangeError('a fraction has no denominator 0');
  if (d === 1n) return { n, d };
  const divisor = greatestCommonDivisor(n, d);
  return d < 0n ? { n: -n / divisor, d: -d / divisor } : { n: n / divisor, d: d / divisor };
}

/** > 0, or 0 when both are 0. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  let steps = 1;
  while (y !== 0n) {
    const rest = x % y;
    x = y;
    y = rest;
    steps++;
  }
  // Long numbers take more steps, and longer ones.
  spend(steps + (steps * steps) / 200);
  return x;
}

export function add(a: Rational, b: Rational): Rational {
  if (a.d === 1n && b.d === 1n) return { n: a.n + b.n, d: 1n };
  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d);
}

/** @throws RangeError when b is 0 */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d, a.d * b.n);
}

export function negate(a: Rational): Rational {
  return { n: -a.n, d: a.d };
}

/**
 * a^exponent.
 *
 * @throws RangeError for 0 to a negative power
 */
export function power(a: Rational, exponent: number): Rational {
  const k = BigInt(Math.abs(exponent));
  // Powers of coprime numbers are coprime.
  const raised = { n: a.n ** k, d: a.d ** k };
  return exponent < 0 ? rational(raised.d, raised.n) : raised;
}

/** -1, 0 or 1. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function equals(a: Rational, b: Rational): boolean {
  return a.n === b.n && a.d === b.d;
}

export function isInteger(a: Rational): boolean {
  return a.d === 1n;
}

export function isZero(a: Rational): boolean {
  return a.n === 0n;
}

export function absolute(a: Rational): Rational {
  return a.n < 0n ? negate(a) : a;
}

/** The greatest integer that is not above a. */
export function floor(a: Rational): bigint {
  const quotient = a.n / a.d;
  return a.n < 0n && quotient * a.d !== a.n ? quotient - 1n : quotient;
}

/** Bits of the longer of numerator and denominator. */
export function bitLength(a: Rational): number {
  return Math.max(bitsOf(a.n), bitsOf(a.d));
}

function bitsOf(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  // Most coefficients are short, and a double tells their length without a string.
  if (magnitude < 9007199254740992n) return Math.ceil(Math.log2(Number(magnitude) + 1));
  const hexadecimal = magnitude.toString(16);
  return 4 * (hexadecimal.length - 1) + Math.ceil(Math.log2(Number.parseInt(hexadecimal.charAt(0), 16) + 1));
}

/** The nearest double; ties to even. Infinity beyond its range. */
export function toNumber(a: Rational): number {
  if (a.d === 1n) return Number(a.n);
  if (a.n === 0n) return 0;
  if (a.n < 0n) return -toNumber(negate(a));
  if (a.n < 9007199254740992n && a.d < 9007199254740992n) return Number(a.n) / Number(a.d);
  // A quotient of 66 bits or more, its last bit set when anything was cut off: then Number rounds as it should.
  const shift = Math.max(0, 66 - (bitsOf(a.n) - bitsOf(a.d)));
  const scaled = a.n << BigInt(shift);
  const quotient = scaled / a.d;
  const sticky = quotient * a.d === scaled ? quotient : quotient | 1n;
  // In two steps: 2^-shift alone may be below the least double.
  const half = Math.min(shift, 1000);
  return Number(sticky) / 2 ** half / 2 ** (shift - half);
}

/** `6` or `7/2`; `-7/2` below 0. */
export function toText(a: Rational): string {
  return a.d === 1n ? a.n.toString() : `${a.n}/${a.d}`;
}

/** The rational whose square a is, if there is one. */
export function squareRoot(a: Rational): Rational | undefined {
  if (a.n < 0n) return undefined;
  const n = integerRoot(a.n);
  const d = integerRoot(a.d);
  return n * n === a.n && d * d === a.d ? { n, d } : undefined;
}

/** The greatest integer whose square is not above value (>= 0). Newton's iteration from above. */
export function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(bitsOf(value) / 2));
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * A number as people write it: `1,000`, `.5`, `-3.25`, `1.5e3`, `7/2`, `½`; a Unicode minus and spaces around are
 * taken.
 *
 * @returns undefined for anything else, and above 40 digits
 */
export function parseRational(text: string): Rational | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return parseDecimal(text);
  const over = parseDecimal(text.slice(0, slash));
  const under = parseDecimal(text.slice(slash + 1));
  return over === undefined || under === undefined || isZero(under) ? undefined : divide(over, under);
}

function parseDecimal(text: string): Rational | undefined {
  const plain = text.trim();
  const negative = plain.startsWith('-') || plain.startsWith('\u2212');
  const unsigned = negative || plain.startsWith('+') ? plain.slice(1) : plain;
  const numeral = readNumeral(unsigned, 0);
  if (numeral?.value === undefined || numeral.end !== unsigned.length) return undefined;
  const value = rational(numeral.value.n, numeral.value.d);
  return negative ? negate(value) : value;
}
