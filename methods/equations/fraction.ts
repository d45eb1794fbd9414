/** Quotients of polynomials, and expressions turned into them. */
import { ONE, ZERO, type Rational } from './rational.ts';
import {
  addPolynomials,
  commonMonomial,
  constantOf,
  constantPolynomial,
  divideByMonomial,
  divideExactly,
  multiplyPolynomials,
  NOTHING,
  raise,
  scale,
  subtractPolynomials,
  unknownPolynomial,
  type Monomial,
  type Polynomial,
  type Unknown,
} from './polynomial.ts';
import type { BinaryOperator, Expression, FunctionName } from './tree.ts';

/** over / under, with what they obviously share taken out; under is 1 where it is a number. */
export interface Fraction {
  readonly over: Polynomial;
  readonly under: Polynomial;
}

const UNIT: Polynomial = constantPolynomial(ONE);

export function constantFraction(value: Rational): Fraction {
  return { over: constantPolynomial(value), under: UNIT };
}

export function polynomialFraction(over: Polynomial): Fraction {
  return { over, under: UNIT };
}

/** under is not the zero polynomial. */
export function fraction(over: Polynomial, under: Polynomial): Fraction {
  if (over.size === 0) return { over, under: UNIT };
  const number = constantOf(under);
  if (number !== undefined) return { over: scale(over, inverse(number)), under: UNIT };
  const shared = sharedMonomial(commonMonomial(over), commonMonomial(under));
  const top = divideByMonomial(over, shared);
  const bottom = divideByMonomial(under, shared);
  const whole = constantOf(bottom) === undefined ? divideExactly(top, bottom) : undefined;
  if (whole !== undefined) return { over: whole, under: UNIT };
  const number2 = constantOf(bottom);
  if (number2 !== undefined) return { over: scale(top, inverse(number2)), under: UNIT };
  const part = top.size > 1 ? divideExactly(bottom, top) : undefined;
  return part === undefined ? { over: top, under: bottom } : { over: UNIT, under: part };
}

function inverse({ n, d }: Rational): Rational {
  return n < 0n ? { n: -d, d: -n } : { n: d, d: n };
}

function sharedMonomial(a: Monomial, b: Monomial): Monomial {
  let rest = b;
  let shared = '';
  for (const unknown of a) {
    if (!rest.includes(unknown)) continue;
    rest = rest.replace(unknown, '');
    shared += unknown;
  }
  return shared;
}

/** The number that a fraction is; undefined where it depends on an unknown. */
export function valueOf({ over, under }: Fraction): Rational | undefined {
  return under === UNIT || under.size === 1 ? numberOver(over, under) : undefined;
}

function numberOver(over: Polynomial, under: Polynomial): Rational | undefined {
  return constantOf(under) === undefined ? undefined : constantOf(over);
}

export function calculateFractions(operator: BinaryOperator, a: Fraction, b: Fraction): Fraction {
  switch (operator) {
    case '+':
    case '-': {
      const combine = operator === '+' ? addPolynomials : subtractPolynomials;
      if (a.under === UNIT && b.under === UNIT) return { over: combine(a.over, b.over), under: UNIT };
      const over = combine(multiplyPolynomials(a.over, b.under), multiplyPolynomials(b.over, a.under));
      return fraction(over, multiplyPolynomials(a.under, b.under));
    }
    case '*':
      if (a.under === UNIT && b.under === UNIT)
        return { over: multiplyPolynomials(a.over, b.over), under: UNIT };
      return fraction(multiplyPolynomials(a.over, b.over), multiplyPolynomials(a.under, b.under));
    case '/':
      return fraction(multiplyPolynomials(a.over, b.under), multiplyPolynomials(a.under, b.over));
  }
}

/** What expressions are turned into fractions with. */
export interface Setting {
  /** An unknown's value so far: a number, an expression in other unknowns, or itself. */
  lookUp(name: string): Fraction;
  /** A function of something that is no number; undefined where that has to wait. */
  call(name: FunctionName, args: readonly Fraction[]): Fraction | undefined;
  /** What something is divided by, each not to be 0. */
  readonly divisors: Polynomial[];
}

/**
 * An expression as a fraction; undefined where a function has to wait.
 *
 * @throws TooLarge
 */
export function toFraction(tree: Expression, setting: Setting): Fraction | undefined {
  if (tree.constant !== undefined) return constantFraction(tree.constant);
  switch (tree.kind) {
    case 'number':
      return constantFraction(tree.constant);
    case 'name':
      return setting.lookUp(tree.name);
    case 'negate': {
      const of = toFraction(tree.of, setting);
      return of && { over: subtractPolynomials(NOTHING, of.over), under: of.under };
    }
    case 'binary': {
      const left = toFraction(tree.left, setting);
      const right = left && toFraction(tree.right, setting);
      if (left === undefined || right === undefined) return undefined;
      if (tree.operator !== '/') return calculateFractions(tree.operator, left, right);
      return divideBy(left, right, setting);
    }
    case 'power': {
      const base = toFraction(tree.base, setting);
      if (base === undefined) return undefined;
      const size = Math.abs(tree.k);
      const raised = { over: raise(base.over, size), under: raise(base.under, size) };
      if (base.under === UNIT) raised.under = UNIT;
      return tree.k < 0 ? divideBy(constantFraction(ONE), raised, setting) : raised;
    }
    case 'call': {
      const args: Fraction[] = [];
      for (const argument of tree.arguments) {
        const value = toFraction(argument, setting);
        if (value === undefined) return undefined;
        args.push(value);
      }
      return setting.call(tree.function, args);
    }
  }
}

/** Division by what is always 0 is noted as a divisor that cannot be; its value does not matter then. */
function divideBy(left: Fraction, right: Fraction, setting: Setting): Fraction {
  if (constantOf(right.over) === undefined || right.over.size === 0) setting.divisors.push(right.over);
  return right.over.size === 0 ? constantFraction(ZERO) : calculateFractions('/', left, right);
}

/** The polynomial that is 0 where two fractions are equal and their denominators are not 0. */
export function difference(left: Fraction, right: Fraction): Polynomial {
  return calculateFractions('-', left, right).over;
}

/**
 * A polynomial with fractions put in for some unknowns, all at once.
 *
 * @throws TooLarge
 */
export function substitute(p: Polynomial, values: ReadonlyMap<Unknown, Fraction>): Fraction {
  let touched = false;
  for (const monomial of p.keys()) {
    for (const unknown of monomial) touched ||= values.has(unknown);
  }
  if (!touched) return polynomialFraction(p);
  let sum: Fraction = polynomialFraction(NOTHING);
  for (const [monomial, coefficient] of p) {
    let product: Fraction = constantFraction(coefficient);
    for (const unknown of monomial) {
      const value = values.get(unknown) ?? polynomialFraction(unknownPolynomial(unknown));
      product = calculateFractions('*', product, value);
    }
    sum = calculateFractions('+', sum, product);
  }
  return sum;
}

export function substituteInFraction(
  { over, under }: Fraction,
  values: ReadonlyMap<Unknown, Fraction>,
): Fraction | undefined {
  const bottom = substitute(under, values);
  return bottom.over.size === 0 ? undefined : calculateFractions('/', substitute(over, values), bottom);
}
