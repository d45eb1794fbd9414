/** A case that was solved, with one root for each irrational unknown: what every name comes to. */
import type { Branch } from './branch.ts';
import { about, evaluate, exactly, guessFraction, isValue, type Value } from './evaluate.ts';
import { polynomialFraction, toFraction, valueOf, type Fraction } from './fraction.ts';
import { unknownPolynomial, unknownsOf, type Polynomial, type Unknown } from './polynomial.ts';
import { add, divide, isZero, multiply, ONE, power, subtract, ZERO, type Rational } from './rational.ts';
import { toUnivariate } from './explore.ts';
import type { Expression } from './tree.ts';
import { approximateRoot, vanishesAt, type IrrationalRoot } from './univariate.ts';
import type { Unknowns } from './unknowns.ts';
import { spend } from './work.ts';

/** A number that an unknown is, with the polynomial it is a root of, if that is known. */
export interface Chosen {
  readonly value: Rational;
  readonly root?: IrrationalRoot;
}

export class Candidate {
  /** A function of something undetermined is left: what hangs on it may be determined all the same. */
  readonly isOpen: boolean;
  readonly #known: ReadonlyMap<string, Rational>;
  readonly #unknowns: Unknowns;
  readonly #branch: Branch;
  readonly #chosen: ReadonlyMap<Unknown, Chosen>;
  readonly #carried: ReadonlyMap<string, Value>;
  readonly #values = new Map<string, Value | undefined>();

  constructor(
    known: ReadonlyMap<string, Rational>,
    unknowns: Unknowns,
    branch: Branch,
    chosen: ReadonlyMap<Unknown, Chosen>,
    /** Names that are closed expressions with roots in them. */
    carried: ReadonlyMap<string, Value> = new Map(),
  ) {
    this.#known = known;
    this.#unknowns = unknowns;
    this.#branch = branch;
    this.#chosen = chosen;
    this.#carried = carried;
    this.isOpen = branch.uses.length > 0;
  }

  /** What a name comes to; undefined where it is free. */
  readonly valueOf = (name: string): Value | undefined => {
    const known = this.#known.get(name);
    if (known !== undefined) return exactly(known);
    const carried = this.#carried.get(name);
    if (carried !== undefined) return carried;
    if (!this.#values.has(name)) this.#values.set(name, this.fractionValue(this.#fractionOf(name)));
    return this.#values.get(name);
  };

  /** What an expression comes to, though names in it may be free; undefined where it is. */
  expressionValue(tree: Expression): Value | undefined {
    const value = evaluate(tree, this.valueOf);
    if (isValue(value) && value.exact) return value;
    const reduced = this.reduce(tree);
    const better = reduced && this.fractionValue(reduced);
    return better ?? (isValue(value) ? value : undefined);
  }

  /** Whether an expression surely has no value: it divides by 0, or has a root of what is below 0. */
  hasNoValue(tree: Expression): boolean {
    if (evaluate(tree, this.valueOf) === 'undefined') return true;
    const { divisors } = this.#reduced(tree);
    return divisors.some((divisor) => divisor.size === 0);
  }

  /** An expression in what the case leaves free; undefined where it divides by 0 or a function stands in the way. */
  reduce(tree: Expression): Fraction | undefined {
    const { value, divisors } = this.#reduced(tree);
    return divisors.some((divisor) => divisor.size === 0) ? undefined : value;
  }

  #reduced(tree: Expression): { value: Fraction | undefined; divisors: readonly Polynomial[] } {
    const divisors: Polynomial[] = [];
    const setting = { lookUp: (name: string) => this.#fractionOf(name), call: () => undefined, divisors };
    return { value: toFraction(tree, setting), divisors };
  }

  /** What a fraction in the case's unknowns comes to; undefined where it holds a free one. */
  fractionValue(of: Fraction): Value | undefined {
    const number = valueOf(of);
    if (number !== undefined) return exactly(number);
    const involved = unknownsOf(of.under, unknownsOf(of.over));
    const chosen = new Map<Unknown, Chosen>();
    for (const unknown of involved) {
      const choice = this.#chosen.get(unknown);
      if (choice === undefined) return undefined;
      chosen.set(unknown, choice);
    }
    const under = evaluateAt(of.under, chosen);
    if (isZero(under)) return undefined;
    const value = divide(evaluateAt(of.over, chosen), under);
    return exactOf(of, value, chosen) ?? about(value);
  }

  unknownValue(unknown: Unknown): Value | undefined {
    return this.fractionValue(
      this.#branch.values.get(unknown) ?? polynomialFraction(unknownPolynomial(unknown)),
    );
  }

  #fractionOf(name: string): Fraction {
    const known = this.#known.get(name);
    if (known !== undefined) return polynomialFraction(isZero(known) ? new Map() : new Map([['', known]]));
    const unknown = this.#unknowns.of(name);
    return this.#branch.values.get(unknown) ?? polynomialFraction(unknownPolynomial(unknown));
  }
}

/** Bits behind the point to which an irrational root is worked out. */
const ROOT_BITS = 320;

/** Steps that one more combination of roots is worth. */
const COMBINATION = 50;

/** Every way to choose one root for each unknown that has several. */
export function choices(branch: Branch): readonly ReadonlyMap<Unknown, Chosen>[] {
  let all: ReadonlyMap<Unknown, Chosen>[] = [new Map()];
  for (const [unknown, roots] of branch.roots) {
    const options = roots.map((root) => ({ root, value: approximateRoot(root, ROOT_BITS) }));
    spend(COMBINATION * all.length * options.length);
    all = all.flatMap((chosen) => options.map((option) => new Map(chosen).set(unknown, option)));
  }
  return all;
}

/** In doubt, an irrational root's expression is a fraction: proved by the polynomial that the root is one of. */
function exactOf(
  { over, under }: Fraction,
  value: Rational,
  chosen: ReadonlyMap<Unknown, Chosen>,
): Value | undefined {
  const [only, another] = chosen;
  const root = only?.[1].root;
  if (only === undefined || root === undefined || another !== undefined) return undefined;
  const guess = guessFraction(value);
  if (guess === undefined) return undefined;
  const gap = subtractScaled(over, under, guess);
  return gap.size === 0 || vanishesAt(toUnivariate(gap, only[0]), root) ? exactly(guess) : undefined;
}

function subtractScaled(over: Polynomial, under: Polynomial, factor: Rational): Polynomial {
  const gap = new Map(over);
  for (const [monomial, value] of under) {
    const left = subtract(gap.get(monomial) ?? ZERO, multiply(value, factor));
    if (isZero(left)) gap.delete(monomial);
    else gap.set(monomial, left);
  }
  return gap;
}

function evaluateAt(p: Polynomial, chosen: ReadonlyMap<Unknown, Chosen>): Rational {
  let sum = ZERO;
  for (const [monomial, coefficient] of p) {
    let product = coefficient;
    for (const [unknown, { value }] of chosen) {
      const degree = monomial.length - monomial.replaceAll(unknown, '').length;
      product = multiply(product, degree === 0 ? ONE : about(power(value, degree)).value);
    }
    sum = add(sum, product);
  }
  return about(sum).value;
}
