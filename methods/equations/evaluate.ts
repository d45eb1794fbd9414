/** Values of expressions: exact fractions where they are known, else to 256 bits. */
import {
  absolute,
  add,
  bitLength,
  compare,
  divide,
  equals,
  floor,
  integerRoot,
  isZero,
  multiply,
  negate,
  power,
  rational,
  subtract,
  toNumber,
  type Rational,
} from './rational.ts';
import {
  addSurds,
  divideSurds,
  multiplySurds,
  powerOfSurd,
  rationalOf,
  rootOfRational,
  surdOf,
  type Surd,
} from './surds.ts';
import { applyFunction, calculate, type BinaryOperator, type Expression, type FunctionName } from './tree.ts';
import type { Relation } from './tokens.ts';
import { TooLarge } from './work.ts';

/** A number; where it is not exact, `value` is within about 2^-250 of it, relatively. */
export interface Value {
  readonly value: Rational;
  readonly exact: boolean;
  /** Of one that is not exact: the sum of square roots that it is, where that is known. */
  readonly surd?: Surd;
}

/** `unknown`: it holds a name without a value. `undefined`: it has none, as 1/0 and sqrt(-1). */
export type Evaluated = Value | 'unknown' | 'undefined';

const BITS = 256;
/** Of a power, before it is worked out. */
const MAX_POWER_BITS = 1 << 18;
/** What is nearer to each other than this is the same: calculations lose some of the 256 bits. */
const CLOSE = rational(1n, 1n << 100n);
const ZERO_VALUE = rational(0n);
const HALF = rational(1n, 2n);

export function exactly(value: Rational): Value {
  return { value, exact: true };
}

export function about(value: Rational): Value {
  return { value: shorten(value), exact: false };
}

/** The value of a tree. */
export function evaluate(tree: Expression, valueOf: (name: string) => Value | undefined): Evaluated {
  if (tree.constant !== undefined) return exactly(tree.constant);
  switch (tree.kind) {
    case 'number':
      return exactly(tree.constant);
    case 'name':
      return valueOf(tree.name) ?? 'unknown';
    case 'negate': {
      const of = evaluate(tree.of, valueOf);
      if (!isValue(of)) return of;
      if (of.exact) return exactly(negate(of.value));
      return withSurd(negate(of.value), of.surd && multiplySurds(of.surd, surdOf(rational(-1n))));
    }
    case 'binary': {
      const left = evaluate(tree.left, valueOf);
      if (!isValue(left)) return left;
      const right = evaluate(tree.right, valueOf);
      if (!isValue(right)) return right;
      if (tree.operator === '/' && isNothing(right)) return 'undefined';
      const result = calculate(tree.operator, left.value, right.value);
      if (result === undefined) return 'undefined';
      if (left.exact && right.exact) return exactly(result);
      return withSurd(result, combined(tree.operator, left, right));
    }
    case 'power': {
      const base = evaluate(tree.base, valueOf);
      if (!isValue(base)) return base;
      if (tree.k < 0 && isNothing(base)) return 'undefined';
      if (bitLength(base.value) * Math.abs(tree.k) > MAX_POWER_BITS)
        throw new TooLarge('a power has too many digits');
      const raised = power(base.value, tree.k);
      if (base.exact) return exactly(raised);
      return withSurd(raised, base.surd && powerOfSurd(base.surd, tree.k));
    }
    case 'call': {
      const args: Value[] = [];
      for (const argument of tree.arguments) {
        const value = evaluate(argument, valueOf);
        if (!isValue(value)) return value;
        args.push(value);
      }
      return callFunction(tree.function, args);
    }
  }
}

export function isValue(evaluated: Evaluated): evaluated is Value {
  return typeof evaluated === 'object';
}

export function callFunction(name: FunctionName, args: readonly Value[]): Evaluated {
  const exact = args.every((argument) => argument.exact);
  if (name === 'sqrt') {
    const [radicand] = args;
    return radicand === undefined ? 'undefined' : squareRootOf(radicand);
  }
  if (name === 'min' || name === 'max') return extreme(name, args);
  const rounds = name === 'floor' || name === 'ceil' || name === 'round';
  const values = args.map((argument) => (rounds && !argument.exact ? snap(argument.value) : argument.value));
  const result = applyFunction(name, values);
  return result === undefined ? 'undefined' : { value: result, exact: exact || rounds };
}

/** The argument itself: it is as exact as it was. */
function extreme(name: 'min' | 'max', args: readonly Value[]): Evaluated {
  const result = applyFunction(
    name,
    args.map(({ value }) => value),
  );
  return args.find(({ value }) => result !== undefined && equals(value, result)) ?? 'undefined';
}

/** Whether a value is at a half, where rounding half up and half to even may differ. */
export function isRoundedDifferently({ value }: Value): boolean {
  const snapped = snap(value);
  const below = floor(snapped);
  return isZero(subtract(subtract(snapped, rational(below)), HALF)) && below % 2n === 0n;
}

/**
 * Whether a relation holds. Exact values are compared exactly; others count as equal when
 * |left - right| <= 1e-9 * max(1, |left|).
 */
export function holds(left: Value, relation: Relation, right: Value): boolean {
  if (left.exact && right.exact) return agrees(compare(left.value, right.value), relation);
  const gap = Math.abs(toNumber(subtract(left.value, right.value)));
  const equal = gap <= 1e-9 * Math.max(1, Math.abs(toNumber(left.value)));
  return agrees(equal ? 0 : compare(left.value, right.value), relation);
}

/** Whether an order that `compare` found is one that the relation allows. */
export function agrees(order: -1 | 0 | 1, relation: Relation): boolean {
  switch (relation) {
    case '=':
      return order === 0;
    case '<':
      return order < 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
  }
}

/** A value that was worked out, or the fraction that it is known to be. */
function withSurd(value: Rational, surd: Surd | undefined): Value {
  const known = surd && rationalOf(surd);
  if (known !== undefined) return exactly(known);
  return { ...about(value), ...(surd === undefined ? {} : { surd }) };
}

function combined(operator: BinaryOperator, left: Value, right: Value): Surd | undefined {
  const [a, b] = [surdOfValue(left), surdOfValue(right)];
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '+':
      return addSurds(a, b, 1n);
    case '-':
      return addSurds(a, b, -1n);
    case '*':
      return multiplySurds(a, b);
    case '/':
      return divideSurds(a, b);
  }
}

function surdOfValue({ value, exact, surd }: Value): Surd | undefined {
  return exact ? surdOf(value) : surd;
}

function settle(value: Rational, exact: boolean): Value {
  return exact ? exactly(value) : about(value);
}

function isNothing({ value, exact }: Value): boolean {
  return exact ? isZero(value) : compare(absolute(value), CLOSE) < 0;
}

function squareRootOf({ value, exact }: Value): Evaluated {
  if (!exact && compare(absolute(value), CLOSE) < 0) return about(ZERO_VALUE);
  if (value.n < 0n) return 'undefined';
  const root = applyFunction('sqrt', [value]);
  if (root !== undefined) return settle(root, exact);
  // sqrt(n/d) = sqrt(n d)/d, the root with BITS bits more than the integers have.
  const near = rational(integerRoot((value.n * value.d) << BigInt(2 * BITS)), value.d << BigInt(BITS));
  return withSurd(near, exact ? rootOfRational(value) : undefined);
}

/** The nearest half, where a value that is not exact is as good as there. */
function snap(value: Rational): Rational {
  const doubled = add(value, value);
  const nearest = rational(floor(add(doubled, HALF)), 2n);
  return compare(absolute(subtract(value, nearest)), CLOSE) < 0 ? nearest : value;
}

/** To 256 bits, so that calculating on and on does not grow. */
function shorten(value: Rational): Rational {
  if (bitLength(value) <= 2 * BITS) return value;
  const lengthOver = bitLength({ n: value.n, d: 1n });
  const lengthUnder = bitLength({ n: value.d, d: 1n });
  const shift = BigInt(BITS - (lengthOver - lengthUnder));
  if (shift >= 0n) return rational((value.n << shift) / value.d, 1n << shift);
  return rational((value.n / (value.d << -shift)) << -shift);
}

/** A fraction with a short denominator within 2^-100 of a value: the value itself, perhaps. Continued fractions. */
export function guessFraction(value: Rational): Rational | undefined {
  let [before, last] = [rational(1n), rational(floor(value))];
  let [underBefore, underLast] = [0n, 1n];
  let rest = subtract(value, last);
  for (let step = 0; step < 64 && underLast < 1n << 64n; step++) {
    const guess = rational(last.n, underLast);
    if (compare(absolute(subtract(value, guess)), multiply(CLOSE, max(value))) <= 0) return guess;
    if (isZero(rest)) return undefined;
    const turned = divide(rational(1n), rest);
    const whole = floor(turned);
    rest = subtract(turned, rational(whole));
    [before, last] = [last, rational(whole * last.n + before.n)];
    [underBefore, underLast] = [underLast, whole * underLast + underBefore];
  }
  return undefined;
}

function max(value: Rational): Rational {
  const magnitude = absolute(value);
  return compare(magnitude, rational(1n)) > 0 ? magnitude : rational(1n);
}
