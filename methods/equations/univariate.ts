/** Polynomials in one unknown with integer coefficients, by ascending power: their real roots, all of them. */
import { equals, greatestCommonDivisor, rational, type Rational } from './rational.ts';
import { spend } from './work.ts';

/** Coefficients by ascending power; the last is not 0. [] is 0. */
export type Univariate = readonly bigint[];

/** Where one root lies alone: low < root < high, and the polynomial has another sign at each end. */
export interface IrrationalRoot {
  readonly polynomial: Univariate;
  readonly low: Rational;
  readonly high: Rational;
}

export interface RealRoots {
  /** Ascending, each once. */
  readonly rational: readonly Rational[];
  /** Ascending. */
  readonly irrational: readonly IrrationalRoot[];
  /** The square-free polynomial of the irrational ones (and of complex ones); degree 0 where there are none. */
  readonly rest: Univariate;
}

/**
 * All real roots of a polynomial that is not 0. Complete: Sturm's theorem counts them, bisection tells them apart,
 * and a root k/c with c the leading coefficient is tried wherever one may be.
 *
 * @throws TooLarge
 */
export function realRoots(polynomial: Univariate): RealRoots {
  const squareFree = primitive(divideOut(polynomial, commonDivisor(polynomial, derivative(polynomial))));
  const rationalRoots: Rational[] = [];
  let rest: Univariate = squareFree;
  for (const root of isolate(squareFree)) {
    const exact = rationalIn(squareFree, root);
    if (exact === undefined) continue;
    rationalRoots.push(exact);
    rest = divideOut(rest, [-exact.n, exact.d]);
  }
  const irrational =
    rest.length > 1 ? isolate(rest).map((interval) => ({ polynomial: rest, ...interval })) : [];
  return { rational: rationalRoots, irrational, rest };
}

/** A root to `bits` bits behind the point, as the middle of an interval that holds it. */
export function approximateRoot(root: IrrationalRoot, bits: number): Rational {
  const { polynomial } = root;
  const width = rational(1n, 1n << BigInt(bits));
  const { low, high } = narrow(polynomial, root.low, root.high, width);
  return middle(low, high);
}

/** Whether q is 0 at the root. */
export function vanishesAt(q: Univariate, root: IrrationalRoot): boolean {
  const shared = commonDivisor(q, root.polynomial);
  return shared.length > 1 && signAt(shared, root.low) * signAt(shared, root.high) < 0;
}

/** The greatest common divisor, primitive; of 0 and 0 it is 0. */
export function commonDivisor(a: Univariate, b: Univariate): Univariate {
  let [x, y] = [primitive(a), primitive(b)];
  while (y.length > 0) [x, y] = [y, primitive(remainder(x, y))];
  return x;
}

/** a / b where b divides a over the rationals; primitive. */
function divideOut(a: Univariate, b: Univariate): Univariate {
  const lead = b.at(-1) ?? 1n;
  const rest = [...a];
  const result: bigint[] = [];
  for (let shift = a.length - b.length; shift >= 0; shift--) {
    const top = rest[shift + b.length - 1] ?? 0n;
    for (let k = 0; k < rest.length; k++) rest[k] = (rest[k] ?? 0n) * lead;
    for (let k = 0; k < result.length; k++) result[k] = (result[k] ?? 0n) * lead;
    result.unshift(top);
    for (let k = 0; k < b.length; k++) rest[shift + k] = (rest[shift + k] ?? 0n) - top * (b[k] ?? 0n);
    spend(rest.length);
  }
  return primitive(result);
}

/** Without the common divisor of the coefficients; its sign stays. */
function primitive(a: Univariate): Univariate {
  const trimmed = trim(a);
  let content = 0n;
  for (const value of trimmed) {
    content = greatestCommonDivisor(content, value);
    if (content === 1n) return trimmed;
  }
  return content === 0n ? trimmed : trimmed.map((value) => value / content);
}

function trim(a: Univariate): Univariate {
  let length = a.length;
  while (length > 0 && a[length - 1] === 0n) length--;
  return length === a.length ? a : a.slice(0, length);
}

function derivative(a: Univariate): Univariate {
  return a.slice(1).map((value, k) => value * BigInt(k + 1));
}

/** A positive multiple of the remainder of a by b: signs are kept, as Sturm's chain needs. */
function remainder(a: Univariate, b: Univariate): Univariate {
  const lead = b.at(-1) ?? 1n;
  const magnitude = lead < 0n ? -lead : lead;
  let rest = [...a];
  while (rest.length >= b.length) {
    const top = rest.at(-1) ?? 0n;
    const shift = rest.length - b.length;
    const factor = lead < 0n ? -top : top;
    rest = rest.map((value, k) => value * magnitude - (k >= shift ? factor * (b[k - shift] ?? 0n) : 0n));
    spend(rest.length);
    rest = [...trim(rest.slice(0, -1))];
  }
  return rest;
}

/** Intervals (low, high], one root in each, ascending. */
function isolate(squareFree: Univariate): { low: Rational; high: Rational }[] {
  if (squareFree.length < 2) return [];
  const chain = sturmChain(squareFree);
  const bound = rootBound(squareFree);
  const found: { low: Rational; high: Rational }[] = [];
  const split = (low: Rational, high: Rational, atLow: number, atHigh: number): void => {
    if (atLow === atHigh) return;
    if (atLow - atHigh === 1) {
      found.push({ low, high });
      return;
    }
    const between = middle(low, high);
    const atMiddle = variations(chain, between);
    split(low, between, atLow, atMiddle);
    split(between, high, atMiddle, atHigh);
  };
  const low = rational(-bound);
  const high = rational(bound);
  split(low, high, variations(chain, low), variations(chain, high));
  return found;
}

function sturmChain(p: Univariate): readonly Univariate[] {
  const chain = [p, primitive(derivative(p))];
  for (;;) {
    const [before, last] = [chain.at(-2) ?? [], chain.at(-1) ?? []];
    const next = primitive(remainder(before, last)).map((value) => -value);
    if (next.length === 0) return chain;
    chain.push(next);
  }
}

function variations(chain: readonly Univariate[], at: Rational): number {
  let count = 0;
  let last = 0;
  for (const polynomial of chain) {
    const sign = signAt(polynomial, at);
    if (sign === 0) continue;
    if (last !== 0 && sign !== last) count++;
    last = sign;
  }
  return count;
}

/** Cauchy's bound, rounded up to a power of 2: all roots are smaller in magnitude. */
function rootBound(p: Univariate): bigint {
  const magnitudes = p.map((value) => (value < 0n ? -value : value));
  const lead = magnitudes.at(-1) ?? 1n;
  const largest = magnitudes.slice(0, -1).reduce((most, value) => (value > most ? value : most), 0n);
  let bound = 1n;
  while (bound <= largest / lead + 1n) bound *= 2n;
  return bound;
}

/** The sign of a polynomial at n/d, d > 0, by Horner's rule in integers. */
function signAt(p: Univariate, { n, d }: Rational): -1 | 0 | 1 {
  let value = 0n;
  let scale = 1n;
  for (let k = p.length - 1; k >= 0; k--) {
    value = value * n + (p[k] ?? 0n) * scale;
    scale *= d;
  }
  spend(p.length);
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}

/** The rational root in (low, high], if the root there is one: its denominator divides the leading coefficient. */
function rationalIn(p: Univariate, { low, high }: { low: Rational; high: Rational }): Rational | undefined {
  if (signAt(p, high) === 0) return high;
  const lead = p.at(-1) ?? 1n;
  const denominator = lead < 0n ? -lead : lead;
  const narrowed = narrow(p, low, high, rational(1n, 2n * denominator));
  if (equals(narrowed.low, narrowed.high)) return narrowed.low;
  // At most one multiple of 1/denominator is left.
  const numerator = (narrowed.high.n * denominator) / narrowed.high.d;
  const candidates = [numerator, numerator - 1n].map((n) => rational(n, denominator));
  return candidates.find((candidate) => signAt(p, candidate) === 0 && within(candidate, narrowed));
}

function within(value: Rational, { low, high }: { low: Rational; high: Rational }): boolean {
  return value.n * low.d > low.n * value.d && value.n * high.d <= high.n * value.d;
}

/** Bisects (low, high], which holds one root, until it is no wider; both ends are the root where it is hit. */
function narrow(
  p: Univariate,
  from: Rational,
  to: Rational,
  width: Rational,
): { low: Rational; high: Rational } {
  const atHigh = signAt(p, to);
  if (atHigh === 0) return { low: to, high: to };
  // In units of 1/unit, so that nothing has to be reduced on the way.
  let unit = from.d * to.d;
  let low = from.n * to.d;
  let high = to.n * from.d;
  while ((high - low) * width.d > width.n * unit) {
    low *= 2n;
    high *= 2n;
    unit *= 2n;
    const between = (low + high) / 2n;
    const sign = signAt(p, { n: between, d: unit });
    if (sign === 0) low = high = between;
    else if (sign === atHigh) high = between;
    else low = between;
  }
  return { low: rational(low, unit), high: rational(high, unit) };
}

function middle(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d + b.n * a.d, 2n * a.d * b.d);
}
