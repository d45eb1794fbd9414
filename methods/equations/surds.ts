/**
 * Sums of square roots with rational coefficients, exactly: 3 + 5/2 sqrt(2). Where all roots cancel, a value that was
 * worked out to 256 bits is known to be a fraction.
 */
import { add, divide, integerRoot, isZero, multiply, rational, type Rational } from './rational.ts';
import { spend } from './work.ts';

/** Coefficients by radicand, none of them 0; the radicand 1 is the rational part. */
export type Surd = ReadonlyMap<bigint, Rational>;

/** More terms are not carried: products would grow without an end. */
const MOST_TERMS = 16;
/** Square factors of radicands are looked for up to this prime; a larger one left inside only hides that roots cancel. */
const TRIAL_LIMIT = 1000n;
/** Longer radicands are not carried. */
const MOST_DIGITS = 60;

export function surdOf(value: Rational): Surd {
  return isZero(value) ? new Map() : new Map([[1n, value]]);
}

/** The number, where all roots have cancelled. */
export function rationalOf(surd: Surd): Rational | undefined {
  if (surd.size === 0) return rational(0n);
  const only = surd.get(1n);
  return surd.size === 1 ? only : undefined;
}

export function addSurds(a: Surd, b: Surd, sign: 1n | -1n): Surd | undefined {
  const sum = new Map(a);
  for (const [radicand, { n, d }] of b) put(sum, radicand, rational(sign * n, d));
  return within(sum);
}

export function multiplySurds(a: Surd, b: Surd): Surd | undefined {
  if (a.size * b.size > MOST_TERMS * 4) return undefined;
  const product = new Map<bigint, Rational>();
  for (const [p, x] of a)
    for (const [q, y] of b) {
      const root = rootOf(p * q);
      if (root === undefined) return undefined;
      put(product, root.radicand, multiply(multiply(x, y), rational(root.outside)));
    }
  return within(product);
}

/** Quotients by one or two terms: those have a conjugate that makes them rational. */
export function divideSurds(a: Surd, b: Surd): Surd | undefined {
  const [first, second, another] = b;
  if (first === undefined || another !== undefined) return undefined;
  const conjugate: Surd =
    second === undefined
      ? new Map([first])
      : new Map([first, [second[0], rational(-second[1].n, second[1].d)]]);
  const under = multiplySurds(b, conjugate);
  const number = under && rationalOf(under);
  const over = multiplySurds(a, conjugate);
  if (number === undefined || isZero(number) || over === undefined) return undefined;
  return new Map(Array.from(over, ([radicand, value]) => [radicand, divide(value, number)]));
}

export function powerOfSurd(base: Surd, k: number): Surd | undefined {
  let result: Surd | undefined = surdOf(rational(1n));
  for (let i = 0; i < Math.abs(k) && result !== undefined; i++) result = multiplySurds(result, base);
  if (result === undefined || k >= 0) return result;
  return divideSurds(surdOf(rational(1n)), result);
}

/** The root of a fraction that is not negative. */
export function rootOfRational({ n, d }: Rational): Surd | undefined {
  const root = rootOf(n * d);
  return root && new Map([[root.radicand, rational(root.outside, d)]]);
}

/** sqrt(value) = outside * sqrt(radicand). */
function rootOf(value: bigint): { readonly outside: bigint; readonly radicand: bigint } | undefined {
  if (value === 1n) return { outside: 1n, radicand: 1n };
  if (value <= 0n || value.toString().length > MOST_DIGITS) return undefined;
  spend(50);
  let outside = 1n;
  let radicand = value;
  for (let prime = 2n; prime <= TRIAL_LIMIT && prime * prime <= radicand; prime += prime === 2n ? 1n : 2n)
    while (radicand % (prime * prime) === 0n) {
      radicand /= prime * prime;
      outside *= prime;
    }
  const whole = integerRoot(radicand);
  return whole * whole === radicand ? { outside: outside * whole, radicand: 1n } : { outside, radicand };
}

function put(sum: Map<bigint, Rational>, radicand: bigint, value: Rational): void {
  const before = sum.get(radicand);
  const now = before === undefined ? value : add(before, value);
  if (isZero(now)) sum.delete(radicand);
  else sum.set(radicand, now);
}

function within(surd: Surd): Surd | undefined {
  return surd.size <= MOST_TERMS ? surd : undefined;
}
