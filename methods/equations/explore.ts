/** All cases of a nonlinear problem: signs, factors, roots. Complete where it ends without a rest. */
import { nonzeroUnknowns, pin, settle, type Branch, type FunctionUse } from './branch.ts';
import {
  calculateFractions,
  constantFraction,
  fraction,
  polynomialFraction,
  type Fraction,
} from './fraction.ts';
import { MAX_CASES, MAX_NONLINEAR_DEGREE, MAX_NONLINEAR_UNKNOWNS, MAX_UNIVARIATE_DEGREE } from './limits.ts';
import {
  coefficientsIn,
  commonMonomial,
  constantOf,
  degreeIn,
  degreeOf,
  divideByMonomial,
  divideExactly,
  scale,
  unknownPolynomial,
  unknownsOf,
  type Polynomial,
  type Unknown,
} from './polynomial.ts';
import { negate, ONE, rational, ZERO, type Rational } from './rational.ts';
import { resultant } from './resultant.ts';
import { commonDivisor, realRoots, type Univariate } from './univariate.ts';
import { TooLarge } from './work.ts';

export interface Explored {
  /** Cases of which everything is known that follows. */
  readonly leaves: readonly Branch[];
  /** Cases with polynomials that nothing here reduces further. */
  readonly rests: readonly Branch[];
}

/** For people: what was found on the way. */
export type Note = (describe: (print: (p: Polynomial) => string) => string) => void;

/**
 * @throws TooLarge for more cases than are looked at, and for a nonlinear rest over its limits
 */
export function explore(start: Branch, note: Note): Explored {
  const explorer = new Explorer(note);
  explorer.visit(start, true);
  return explorer;
}

class Explorer implements Explored {
  readonly leaves: Branch[] = [];
  readonly rests: Branch[] = [];
  readonly #note: Note;
  #cases = 0;

  constructor(note: Note) {
    this.#note = note;
  }

  /** @param first no nonlinear case has been looked at: the limits are the problem's, not those of our own detours */
  visit(start: Branch | undefined, first: boolean): void {
    const branch = start && settle(start);
    if (branch === undefined) return;
    if (++this.#cases > MAX_CASES) throw new TooLarge('there are too many cases to look at');
    const use = branch.uses.find(({ name }) => name === 'abs' || name === 'min' || name === 'max');
    if (use !== undefined) {
      for (const side of sidesOf(branch, use)) this.visit(side, first);
      return;
    }
    if (branch.polynomials.length === 0) {
      this.leaves.push(branch);
      return;
    }
    if (first) checkLimits(branch.polynomials);
    if (this.#roots(branch) || this.#factor(branch) || this.#solveForOne(branch)) return;
    if (this.#cross(branch)) return;
    this.rests.push(branch);
  }

  /** An unknown that stands alone in a polynomial is one of its roots. */
  #roots(branch: Branch): boolean {
    const alone = new Map<Unknown, Polynomial[]>();
    for (const p of branch.polynomials) {
      const [unknown, another] = unknownsOf(p);
      if (unknown === undefined || another !== undefined) continue;
      alone.set(unknown, [...(alone.get(unknown) ?? []), p]);
    }
    for (const [unknown, polynomials] of alone) {
      const others = branch.polynomials.filter((p) => !polynomials.includes(p));
      const apart = !others.some((p) => degreeIn(p, unknown) > 0);
      const shared = polynomials.map((p) => toUnivariate(p, unknown)).reduce(commonDivisor);
      if (shared.length - 1 > MAX_UNIVARIATE_DEGREE) throw new TooLarge('a polynomial of too high a degree');
      if (shared.length === 1) return true;
      const roots = realRoots(shared);
      // Irrational roots cannot be put into other equations: those are solved for other unknowns first.
      if (!apart && roots.irrational.length > 0 && roots.rational.length === 0 && polynomials.length === 1)
        continue;
      this.#note((print) => describeRoots(print(fromUnivariate(shared, unknown)), roots));
      const rest = { ...branch, polynomials: others };
      for (const root of roots.rational) this.visit(pin(rest, unknown, constantFraction(root)), false);
      if (roots.irrational.length === 0) return true;
      if (apart) this.visit({ ...rest, roots: new Map(rest.roots).set(unknown, roots.irrational) }, false);
      else this.visit({ ...rest, polynomials: [...others, fromUnivariate(roots.rest, unknown)] }, false);
      return true;
    }
    return false;
  }

  /** x * (...) = 0: x is 0, or what is left is. */
  #factor(branch: Branch): boolean {
    for (const p of branch.polynomials) {
      const common = commonMonomial(p);
      const [unknown] = common;
      if (unknown === undefined) continue;
      const others = branch.polynomials.filter((other) => other !== p);
      this.#note((print) => `${print(p)} = 0: ${print(unknownPolynomial(unknown))} is 0, or the rest is`);
      this.visit(pin({ ...branch, polynomials: others }, unknown, constantFraction(ZERO)), false);
      const cofactor = divideByMonomial(
        p,
        unknown.repeat(common.length - common.replaceAll(unknown, '').length),
      );
      const divisors = [...branch.divisors, unknownPolynomial(unknown)];
      this.visit({ ...branch, polynomials: [...others, cofactor], divisors }, false);
      return true;
    }
    return false;
  }

  /** a x + b = 0 with a and b in other unknowns: x = -b/a, or a and b are both 0. */
  #solveForOne(branch: Branch): boolean {
    const choice = chooseUnknown(branch);
    if (choice === undefined) return false;
    const { p, unknown, slope, constant } = choice;
    const others = branch.polynomials.filter((other) => other !== p);
    const value = fraction(scale(constant, negate(ONE)), slope);
    this.#note((print) => `${print(p)} = 0 is solved for ${print(unknownPolynomial(unknown))}`);
    const divisors = choice.safe ? branch.divisors : [...branch.divisors, slope];
    this.visit(pin({ ...branch, polynomials: others, divisors }, unknown, value), false);
    if (!choice.safe) this.visit({ ...branch, polynomials: [...others, slope, constant] }, false);
    return true;
  }

  /** Two polynomials in two unknowns: each unknown is a root of the resultant that the other is eliminated from. */
  #cross(branch: Branch): boolean {
    const all = branch.polynomials.map((p) => unknownsOf(p));
    const [x, y, another] = new Set(all.flatMap((each) => Array.from(each)));
    const [p, q] = branch.polynomials.filter((_, i) => all[i]?.size === 2);
    if (x === undefined || y === undefined || another !== undefined) return false;
    if (p === undefined || q === undefined || degreeOf(p) * degreeOf(q) > MAX_UNIVARIATE_DEGREE) return false;
    const [inX, inY] = [resultant(p, q, y), resultant(p, q, x)];
    if (inX.size === 0 || inY.size === 0) return false;
    const [rootsOfX, rootsOfY] = [realRoots(toUnivariate(inX, x)), realRoots(toUnivariate(inY, y))];
    this.#note((print) => `${print(p)} = 0 and ${print(q)} = 0 have a resultant each`);
    for (const root of rootsOfX.rational) this.visit(pin(branch, x, constantFraction(root)), false);
    for (const root of rootsOfY.rational) this.visit(pin(branch, y, constantFraction(root)), false);
    // Which of the pairs are solutions shows when they are put into the equations.
    const roots = new Map(branch.roots).set(x, rootsOfX.irrational).set(y, rootsOfY.irrational);
    this.leaves.push({ ...branch, polynomials: [], roots });
    return true;
  }
}

function checkLimits(polynomials: readonly Polynomial[]): void {
  const unknowns = new Set<Unknown>();
  for (const p of polynomials) {
    unknownsOf(p, unknowns);
    const degree = degreeOf(p);
    if (degree > MAX_NONLINEAR_DEGREE)
      throw new TooLarge(`the nonlinear rest has degree ${degree}; ${MAX_NONLINEAR_DEGREE} is the most`);
  }
  if (unknowns.size > MAX_NONLINEAR_UNKNOWNS) {
    throw new TooLarge(
      `the nonlinear rest has ${unknowns.size} unknowns; ${MAX_NONLINEAR_UNKNOWNS} are the most`,
    );
  }
}

/** |a| is a or -a; a minimum is one of what it is taken of, and no greater than the others. */
function sidesOf(branch: Branch, use: FunctionUse): (Branch | undefined)[] {
  const uses = branch.uses.filter((other) => other !== use);
  const [first] = use.arguments;
  if (first === undefined) return [];
  const options =
    use.name === 'abs'
      ? [
          { value: first, nonnegative: [first] },
          { value: minus(first), nonnegative: [minus(first)] },
        ]
      : use.arguments.map((value, i) => ({
          value,
          nonnegative: use.arguments
            .filter((_, k) => k !== i)
            .map((other) => calculateFractions('-', ...ordered(use, other, value))),
        }));
  return options.map(({ value, nonnegative }) => {
    const unknown = branch.values.get(use.unknown) ?? polynomialFraction(unknownPolynomial(use.unknown));
    const equation = calculateFractions('-', unknown, value).over;
    return {
      ...branch,
      uses,
      polynomials: [...branch.polynomials, equation],
      nonnegative: [...branch.nonnegative, ...nonnegative],
    };
  });
}

function ordered(use: FunctionUse, other: Fraction, value: Fraction): [Fraction, Fraction] {
  return use.name === 'min' ? [other, value] : [value, other];
}

function minus(value: Fraction): Fraction {
  return calculateFractions('-', constantFraction(ZERO), value);
}

interface Choice {
  readonly p: Polynomial;
  readonly unknown: Unknown;
  readonly slope: Polynomial;
  readonly constant: Polynomial;
  /** The slope cannot be 0. */
  readonly safe: boolean;
}

/** The unknown that stands in the first power, whose slope is simplest and surest not to be 0. */
function chooseUnknown(branch: Branch): Choice | undefined {
  const nonzero = nonzeroUnknowns(branch.divisors);
  let best: { readonly choice: Choice; readonly cost: number } | undefined;
  for (const p of branch.polynomials) {
    const unknowns = unknownsOf(p);
    if (unknowns.size < 2) continue;
    for (const unknown of unknowns) {
      const [constant, slope, ...higher] = coefficientsIn(p, unknown);
      if (constant === undefined || slope === undefined || higher.length > 0) continue;
      const isNumber = constantOf(slope) !== undefined;
      const safe = isNumber || isNonzero(slope, branch.divisors, nonzero);
      const cost = (isNumber ? 0 : safe ? 100 : 200) + 10 * degreeOf(slope) + p.size;
      if (best === undefined || cost < best.cost)
        best = { choice: { p, unknown, slope, constant, safe }, cost };
    }
  }
  return best?.choice;
}

function isNonzero(
  slope: Polynomial,
  divisors: readonly Polynomial[],
  nonzero: ReadonlySet<Unknown>,
): boolean {
  if (slope.size === 1) return Array.from(unknownsOf(slope)).every((unknown) => nonzero.has(unknown));
  return divisors.some((divisor) => divideExactly(divisor, slope) !== undefined);
}

/** A polynomial in one unknown with integer coefficients. */
export function toUnivariate(p: Polynomial, unknown: Unknown): Univariate {
  const coefficients = coefficientsIn(p, unknown).map((each) => each.get('') ?? ZERO);
  const multiple = coefficients.reduce((product, { d }) => lcm(product, d), 1n);
  return coefficients.map(({ n, d }) => n * (multiple / d));
}

function lcm(a: bigint, b: bigint): bigint {
  return a * rational(b, a).n;
}

function fromUnivariate(p: Univariate, unknown: Unknown): Polynomial {
  const terms = p.map((value, k): [string, Rational] => [unknown.repeat(k), rational(value)]);
  return new Map(terms.filter(([, { n }]) => n !== 0n));
}

function describeRoots(p: string, { rational: exact, irrational }: ReturnType<typeof realRoots>): string {
  const count = exact.length + irrational.length;
  if (count === 0) return `${p} = 0 has no real root`;
  const kind = irrational.length === 0 ? '' : exact.length === 0 ? ', irrational' : ', some irrational';
  return `${p} = 0 has ${count} real root${count === 1 ? '' : 's'}${kind}`;
}
