/** One case of a nonlinear problem: what is to be 0, what may not be, and what is known of the unknowns. */
import { polynomialFraction, substitute, substituteInFraction, valueOf, type Fraction } from './fraction.ts';
import { eliminate } from './elimination.ts';
import {
  commonMonomial,
  constantOf,
  divideByMonomial,
  divideExactly,
  type Polynomial,
  type Unknown,
} from './polynomial.ts';
import { applyFunction, type FunctionName } from './tree.ts';
import type { IrrationalRoot } from './univariate.ts';

/** A function of something that is not known: it has an unknown of its own. */
export interface FunctionUse {
  readonly unknown: Unknown;
  readonly name: Exclude<FunctionName, 'sqrt'>;
  readonly arguments: readonly Fraction[];
}

export interface Branch {
  /** Each = 0. */
  readonly polynomials: readonly Polynomial[];
  /** None of them 0. */
  readonly divisors: readonly Polynomial[];
  /** Each >= 0. */
  readonly nonnegative: readonly Fraction[];
  readonly uses: readonly FunctionUse[];
  /** Unknowns that are gone, in what is left. */
  readonly values: ReadonlyMap<Unknown, Fraction>;
  /** Unknowns that are one of some irrational roots, and stand in no polynomial. */
  readonly roots: ReadonlyMap<Unknown, readonly IrrationalRoot[]>;
}

/** A case in which nothing is to be found out. */
export const NOTHING_LEFT: Branch = {
  polynomials: [],
  divisors: [],
  nonnegative: [],
  uses: [],
  values: new Map(),
  roots: new Map(),
};

/**
 * Eliminates what is affine again and again until nothing is left of it.
 *
 * @returns undefined for a case that cannot be
 */
export function settle(start: Branch): Branch | undefined {
  let branch = start;
  for (;;) {
    if (branch.divisors.some((divisor) => divisor.size === 0)) return undefined;
    if (branch.nonnegative.some(isNegative)) return undefined;
    const polynomials = simplified(branch);
    const eliminated = polynomials.length === 0 ? EMPTY : eliminate(polynomials);
    if (eliminated === undefined) return undefined;
    const found = new Map<Unknown, Fraction>();
    for (const [unknown, value] of eliminated.affine) found.set(unknown, polynomialFraction(value));
    const next = { ...branch, polynomials: eliminated.rest };
    if (found.size === 0 && branch.uses.every((use) => resultOf(use) === undefined))
      return { ...next, divisors: next.divisors.filter((divisor) => constantOf(divisor) === undefined) };
    const put = putIn(next, found);
    if (put === undefined) return undefined;
    const called = withResults(put);
    if (called === undefined) return undefined;
    branch = called;
  }
}

const EMPTY: ReturnType<typeof eliminate> = { affine: new Map(), rest: [] };

function isNegative(value: Fraction): boolean {
  const number = valueOf(value);
  return number !== undefined && number.n < 0n;
}

/** Puts values in for unknowns everywhere; undefined where something is divided by 0. */
function putIn(branch: Branch, found: ReadonlyMap<Unknown, Fraction>): Branch | undefined {
  if (found.size === 0) return branch;
  const values = new Map<Unknown, Fraction>();
  for (const [unknown, value] of branch.values) {
    const now = substituteInFraction(value, found);
    if (now === undefined) return undefined;
    values.set(unknown, now);
  }
  for (const [unknown, value] of found) values.set(unknown, value);
  const nonnegative = substituteAll(branch.nonnegative, found);
  if (nonnegative === undefined) return undefined;
  const uses: FunctionUse[] = [];
  for (const use of branch.uses) {
    const args = substituteAll(use.arguments, found);
    if (args === undefined) return undefined;
    uses.push({ ...use, arguments: args });
  }
  return {
    ...branch,
    polynomials: branch.polynomials.map((p) => substitute(p, found).over),
    divisors: branch.divisors.map((p) => substitute(p, found).over),
    nonnegative,
    uses,
    values,
  };
}

function substituteAll(
  fractions: readonly Fraction[],
  found: ReadonlyMap<Unknown, Fraction>,
): Fraction[] | undefined {
  const results: Fraction[] = [];
  for (const each of fractions) {
    const result = substituteInFraction(each, found);
    if (result === undefined) return undefined;
    results.push(result);
  }
  return results;
}

/** Functions of what has come to be numbers give numbers. */
function withResults(branch: Branch): Branch | undefined {
  let current: Branch | undefined = branch;
  for (const use of branch.uses) {
    const result = resultOf(use);
    if (result === undefined) continue;
    const equation = substitute(
      new Map([
        [use.unknown, { n: 1n, d: 1n }],
        ['', { n: -result.n, d: result.d }],
      ]),
      current.values,
    );
    current = {
      ...current,
      uses: current.uses.filter(({ unknown }) => unknown !== use.unknown),
      polynomials: [...current.polynomials, equation.over],
    };
  }
  return current;
}

function resultOf(use: FunctionUse): ReturnType<typeof applyFunction> {
  const values = use.arguments.map(valueOf).filter((value) => value !== undefined);
  return values.length === use.arguments.length ? applyFunction(use.name, values) : undefined;
}

/** Without what is 0 anyway, and without factors that may not be 0. */
function simplified({ polynomials, divisors }: Branch): readonly Polynomial[] {
  const left = polynomials.filter((p) => p.size > 0);
  if (divisors.length === 0) return left;
  const nonzero = nonzeroUnknowns(divisors);
  return left.map((p) => {
    let rest = divideByMonomial(
      p,
      Array.from(commonMonomial(p))
        .filter((unknown) => nonzero.has(unknown))
        .join(''),
    );
    for (const divisor of divisors) {
      if (divisor.size < 2) continue;
      for (let part = divideExactly(rest, divisor); part !== undefined; part = divideExactly(rest, divisor))
        rest = part;
    }
    return rest;
  });
}

/** Unknowns that divide something that is not 0. */
export function nonzeroUnknowns(divisors: readonly Polynomial[]): ReadonlySet<Unknown> {
  return new Set(divisors.flatMap((divisor) => Array.from(commonMonomial(divisor))));
}

/** A branch with a value for one unknown. */
export function pin(branch: Branch, unknown: Unknown, value: Fraction): Branch | undefined {
  return putIn(branch, new Map([[unknown, value]]));
}
