/** Polynomials in many unknowns over the rationals. */
import { MAX_COEFFICIENT_BITS, MAX_DEGREE, MAX_TERMS } from './limits.ts';
import { spend, TooLarge } from './work.ts';
import { add as plus, equals, isZero, multiply as times, negate, ONE, type Rational } from './rational.ts';

/** An unknown: one character. */
export type Unknown = string;
/** A product of unknowns: its characters in ascending order, each as often as its power; '' is 1. */
export type Monomial = string;
/** Coefficients by monomial, none of them 0. */
export type Polynomial = ReadonlyMap<Monomial, Rational>;

export const NOTHING: Polynomial = new Map();

export function constantPolynomial(value: Rational): Polynomial {
  return isZero(value) ? NOTHING : new Map([['', value]]);
}

export function unknownPolynomial(unknown: Unknown): Polynomial {
  return new Map([[unknown, ONE]]);
}

/** The value of a polynomial without unknowns; undefined for others. */
export function constantOf(p: Polynomial): Rational | undefined {
  if (p.size === 0) return { n: 0n, d: 1n };
  return p.size === 1 ? p.get('') : undefined;
}

export function addPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const sum = new Map(a);
  for (const [monomial, value] of b) addTerm(sum, monomial, value);
  return sum;
}

export function subtractPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  if (b.size === 0) return a;
  const difference = new Map(a);
  for (const [monomial, value] of b) addTerm(difference, monomial, negate(value));
  return difference;
}

export function scale(p: Polynomial, factor: Rational): Polynomial {
  if (equals(factor, ONE)) return p;
  if (isZero(factor)) return NOTHING;
  const scaled = new Map<Monomial, Rational>();
  for (const [monomial, value] of p) scaled.set(monomial, checked(times(value, factor)));
  return scaled;
}

/** @throws TooLarge */
export function multiplyPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  if (a.size === 0 || b.size === 0) return NOTHING;
  const left = a.size === 1 ? a.get('') : undefined;
  if (left !== undefined) return scale(b, left);
  const right = b.size === 1 ? b.get('') : undefined;
  if (right !== undefined) return scale(a, right);
  spend(a.size * b.size);
  const product = new Map<Monomial, Rational>();
  for (const [leftMonomial, leftValue] of a) {
    for (const [rightMonomial, rightValue] of b) {
      addTerm(product, multiplyMonomials(leftMonomial, rightMonomial), times(leftValue, rightValue));
      if (product.size > MAX_TERMS) throw tooLarge();
    }
  }
  return product;
}

/**
 * p^exponent, exponent >= 0.
 *
 * @throws TooLarge
 */
export function raise(p: Polynomial, exponent: number): Polynomial {
  let result: Polynomial = new Map([['', ONE]]);
  // One factor after the other: powers of sparse polynomials stay sparse longest this way.
  for (let k = 0; k < exponent; k++) result = multiplyPolynomials(result, p);
  return result;
}

export function degreeOf(p: Polynomial): number {
  let degree = 0;
  for (const monomial of p.keys()) degree = Math.max(degree, monomial.length);
  return degree;
}

export function degreeIn(p: Polynomial, unknown: Unknown): number {
  let degree = 0;
  for (const monomial of p.keys()) degree = Math.max(degree, powerIn(monomial, unknown));
  return degree;
}

export function unknownsOf(p: Polynomial, into: Set<Unknown> = new Set()): Set<Unknown> {
  for (const monomial of p.keys()) for (const unknown of monomial) into.add(unknown);
  return into;
}

/** p as a polynomial in one unknown: its coefficients by power, which do not hold it. */
export function coefficientsIn(p: Polynomial, unknown: Unknown): Polynomial[] {
  const coefficients: Map<Monomial, Rational>[] = Array.from(
    { length: degreeIn(p, unknown) + 1 },
    () => new Map<Monomial, Rational>(),
  );
  for (const [monomial, value] of p) {
    const power = powerIn(monomial, unknown);
    coefficients[power]?.set(power === 0 ? monomial : monomial.replaceAll(unknown, ''), value);
  }
  return coefficients;
}

/** The product of unknowns that divides every term. */
export function commonMonomial(p: Polynomial): Monomial {
  let common: Monomial | undefined;
  for (const monomial of p.keys()) {
    common = common === undefined ? monomial : meet(common, monomial);
    if (common === '') return '';
  }
  return common ?? '';
}

export function divideByMonomial(p: Polynomial, divisor: Monomial): Polynomial {
  if (divisor === '') return p;
  return new Map(Array.from(p, ([monomial, value]) => [quotient(monomial, divisor) ?? '', value]));
}

/** p / divisor where that leaves no rest, else undefined. Division by the leading term (lexicographic). */
export function divideExactly(p: Polynomial, divisor: Polynomial): Polynomial | undefined {
  const lead = leadingMonomial(divisor);
  const leadValue = divisor.get(lead);
  if (leadValue === undefined) return undefined;
  const rest = new Map(p);
  const result = new Map<Monomial, Rational>();
  while (rest.size > 0) {
    const top = leadingMonomial(rest);
    const monomial = quotient(top, lead);
    const value = rest.get(top);
    if (monomial === undefined || value === undefined) return undefined;
    const factor = times(value, {
      n: leadValue.n < 0n ? -leadValue.d : leadValue.d,
      d: absolute(leadValue.n),
    });
    result.set(monomial, factor);
    for (const [other, otherValue] of divisor)
      addTerm(rest, multiplyMonomials(monomial, other), negate(times(otherValue, factor)));
  }
  return result;
}

function absolute(n: bigint): bigint {
  return n < 0n ? -n : n;
}

function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  if (a === '') return b;
  if (b === '') return a;
  if (a.length + b.length > MAX_DEGREE) throw tooLarge();
  if (a.charAt(a.length - 1) <= b.charAt(0)) return a + b;
  if (b.charAt(b.length - 1) <= a.charAt(0)) return b + a;
  return Array.from(a + b)
    .sort()
    .join('');
}

function quotient(monomial: Monomial, divisor: Monomial): Monomial | undefined {
  let rest = monomial;
  for (const unknown of divisor) {
    const at = rest.indexOf(unknown);
    if (at < 0) return undefined;
    rest = rest.slice(0, at) + rest.slice(at + 1);
  }
  return rest;
}

function meet(a: Monomial, b: Monomial): Monomial {
  let rest = b;
  let common = '';
  for (const unknown of a) {
    const at = rest.indexOf(unknown);
    if (at < 0) continue;
    common += unknown;
    rest = rest.slice(0, at) + rest.slice(at + 1);
  }
  return common;
}

function powerIn(monomial: Monomial, unknown: Unknown): number {
  let power = 0;
  for (const factor of monomial) if (factor === unknown) power++;
  return power;
}

/** The greatest in an order that products keep: more of the first unknown first. */
function leadingMonomial(p: Polynomial): Monomial {
  let lead: Monomial | undefined;
  for (const monomial of p.keys()) if (lead === undefined || precedes(monomial, lead)) lead = monomial;
  return lead ?? '';
}

/** Ascending factors: where two products first differ, the one with the smaller unknown, or with more, is greater. */
function precedes(a: Monomial, b: Monomial): boolean {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const left = a.charAt(at);
    const right = b.charAt(at);
    if (left !== right) return left < right;
  }
  return a.length > b.length;
}

function addTerm(into: Map<Monomial, Rational>, monomial: Monomial, value: Rational): void {
  const before = into.get(monomial);
  const sum = before === undefined ? value : plus(before, value);
  if (isZero(sum)) into.delete(monomial);
  else into.set(monomial, checked(sum));
}

function tooLarge(): TooLarge {
  return new TooLarge('a polynomial of this problem grows too large');
}

const LARGEST = 1n << BigInt(MAX_COEFFICIENT_BITS);

function checked(value: Rational): Rational {
  if (value.n >= LARGEST || value.n <= -LARGEST || value.d >= LARGEST) throw tooLarge();
  return value;
}
