/** From the constraints of one reading to every assignment that satisfies its equations. */
import { type Branch, type FunctionUse, NOTHING_LEFT } from './branch.ts';
import { Candidate, choices } from './candidate.ts';
import { callFunction, evaluate, holds, isValue, type Value } from './evaluate.ts';
import { explore, type Note } from './explore.ts';
import {
  constantFraction,
  difference,
  polynomialFraction,
  toFraction,
  valueOf,
  type Fraction,
  type Setting,
} from './fraction.ts';
import { unknownPolynomial, type Polynomial, type Unknown } from './polynomial.ts';
import type { Constraint, Problem } from './problem.ts';
import { propagate } from './propagate.ts';
import { isInteger, ONE, toText, type Rational } from './rational.ts';
import { applyFunction, type FunctionName } from './tree.ts';
import { Unknowns } from './unknowns.ts';

export interface Investigated {
  /** They satisfy every equation that has no free name in it. */
  readonly candidates: readonly Candidate[];
  /** Whether they are all there are; else a nonlinear rest is left that exact methods do not reach. */
  readonly isComplete: boolean;
}

const NONE: Investigated = { candidates: [], isComplete: true };

/**
 * All assignments that satisfy the equations; inequalities and domains are not asked.
 *
 * @throws TooLarge
 */
export function investigate({ equations }: Problem, steps: string[] = []): Investigated {
  const { known, open, impossible } = propagate(equations);
  for (const [name, value] of known) steps.push(`${name} = ${toText(value)}`);
  if (impossible) return NONE;
  const unknowns = new Unknowns();
  if (open.length === 0)
    return verified([new Candidate(known, unknowns, NOTHING_LEFT, new Map())], true, equations);
  const start = build(open, known, unknowns);
  if (start === undefined) return NONE;
  return pursue(start, { unknowns, known }, equations, steps);
}

/** Explores a case to its end, and every case that comes of rounding irrational numbers. */
function pursue(
  start: Branch,
  base: { readonly unknowns: Unknowns; readonly known: ReadonlyMap<string, Rational> },
  equations: readonly Constraint[],
  steps: string[],
): Investigated {
  const { known, unknowns } = base;
  const note: Note = (describe) => steps.push(describe((p) => unknowns.print(p)));
  const { leaves, rests } = explore(start, note);
  const candidates: Candidate[] = [];
  let isComplete = rests.length === 0;
  for (const leaf of leaves) {
    const seen = new Set<string>();
    for (const chosen of choices(leaf)) {
      const candidate = new Candidate(known, unknowns, leaf, chosen);
      if (leaf.nonnegative.some((each) => isNegative(candidate.fractionValue(each)))) continue;
      const rounded = leaf.uses.flatMap((use) => roundedIn(use, candidate));
      if (rounded.length === 0) {
        if (leaf.uses.every((use) => mayBeRounded(use, candidate))) candidates.push(candidate);
        continue;
      }
      const key = rounded.map(({ use, value }) => `${use.unknown}${toText(value)}`).join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      const next = pursue(withRounded(leaf, rounded), base, equations, steps);
      candidates.push(...next.candidates);
      isComplete &&= next.isComplete;
    }
    describe(leaf, unknowns, steps);
  }
  return verified(candidates, isComplete, equations);
}

/** Equations with whatever is known put in; undefined where a side has no value. */
function build(
  open: readonly Constraint[],
  known: ReadonlyMap<string, Rational>,
  unknowns: Unknowns,
): Branch | undefined {
  const functions = new Functions(unknowns);
  const setting: Setting = {
    lookUp: (name) => {
      const value = known.get(name);
      return value === undefined
        ? polynomialFraction(unknownPolynomial(unknowns.of(name)))
        : constantFraction(value);
    },
    call: (name, args) => functions.call(name, args),
    divisors: [],
  };
  const polynomials: Polynomial[] = [];
  for (const { left, right } of open) {
    const [a, b] = [toFraction(left, setting), toFraction(right, setting)];
    if (a !== undefined && b !== undefined) polynomials.push(difference(a, b));
  }
  if (functions.isImpossible) return undefined;
  return {
    ...NOTHING_LEFT,
    polynomials: [...polynomials, ...functions.polynomials],
    divisors: setting.divisors,
    nonnegative: functions.nonnegative,
    uses: functions.uses,
  };
}

/** Functions of what is not known: unknowns of their own, the same one for the same arguments. */
class Functions {
  readonly polynomials: Polynomial[] = [];
  readonly nonnegative: Fraction[] = [];
  readonly uses: FunctionUse[] = [];
  isImpossible = false;
  readonly #unknowns: Unknowns;
  readonly #made = new Map<string, Fraction>();

  constructor(unknowns: Unknowns) {
    this.#unknowns = unknowns;
  }

  call(name: FunctionName, args: readonly Fraction[]): Fraction {
    const values = args.map(valueOf).filter((value) => value !== undefined);
    const constant = values.length === args.length ? applyFunction(name, values) : undefined;
    if (constant !== undefined) return constantFraction(constant);
    const key = [name, ...args.map(keyOf)].join(' ');
    const made = this.#made.get(key);
    if (made !== undefined) return made;
    const label = `${name}(${args.map(({ over, under }) => this.#print(over, under)).join(', ')})`;
    const unknown = this.#unknowns.fresh(label);
    const result = polynomialFraction(unknownPolynomial(unknown));
    this.#made.set(key, result);
    const [first] = args;
    if (name !== 'sqrt') this.uses.push({ unknown, name, arguments: args });
    else if (first !== undefined) this.#squareRoot(unknown, first);
    return result;
  }

  /** s = sqrt(a): s^2 = a and s >= 0. */
  #squareRoot(unknown: Unknown, of: Fraction): void {
    const value = valueOf(of);
    if (value !== undefined && value.n < 0n) this.isImpossible = true;
    const square = new Map([[unknown + unknown, ONE]]);
    this.polynomials.push(difference(polynomialFraction(square), of));
    this.nonnegative.push(polynomialFraction(unknownPolynomial(unknown)));
  }

  #print(over: Polynomial, under: Polynomial): string {
    const bottom = this.#unknowns.print(under);
    return bottom === '1' ? this.#unknowns.print(over) : `(${this.#unknowns.print(over)})/(${bottom})`;
  }
}

function keyOf({ over, under }: Fraction): string {
  return [over, under]
    .map((p) =>
      Array.from(p, ([monomial, value]) => `${monomial}:${toText(value)}`)
        .sort()
        .join('+'),
    )
    .join('/');
}

/** The integer that a function rounds to, where what it rounds is irrational and known. */
function roundedIn(use: FunctionUse, candidate: Candidate): readonly { use: FunctionUse; value: Rational }[] {
  const args: Value[] = [];
  for (const argument of use.arguments) {
    const value = candidate.fractionValue(argument);
    if (value === undefined) return [];
    args.push(value);
  }
  const result = callFunction(use.name, args);
  return isValue(result) && isInteger(result.value) ? [{ use, value: result.value }] : [];
}

function isNegative(value: Value | undefined): boolean {
  return value !== undefined && value.value.n < 0n;
}

/** What is left of a function of something free has to be an integer. */
function mayBeRounded(use: FunctionUse, candidate: Candidate): boolean {
  const value = candidate.unknownValue(use.unknown);
  return value === undefined || isInteger(value.value);
}

/** The case again, with its roots as equations and these functions as numbers. */
function withRounded(leaf: Branch, rounded: readonly { use: FunctionUse; value: Rational }[]): Branch {
  const polynomials: Polynomial[] = [];
  for (const [unknown, [root]] of leaf.roots) {
    if (root === undefined) continue;
    const terms = root.polynomial.map((n, k): [string, Rational] => [unknown.repeat(k), { n, d: 1n }]);
    polynomials.push(new Map(terms.filter(([, { n }]) => n !== 0n)));
  }
  for (const { use, value } of rounded) {
    const unknown = leaf.values.get(use.unknown) ?? polynomialFraction(unknownPolynomial(use.unknown));
    polynomials.push(difference(unknown, constantFraction(value)));
  }
  const uses = leaf.uses.filter((use) => !rounded.some((done) => done.use === use));
  return { ...leaf, polynomials, uses, roots: new Map() };
}

/** Candidates that satisfy every equation whose names they all determine. */
export function verified(
  candidates: readonly Candidate[],
  isComplete: boolean,
  equations: readonly Constraint[],
): Investigated {
  return {
    isComplete,
    candidates: candidates.filter((candidate) =>
      equations.every((equation) => satisfies(candidate, equation) !== false),
    ),
  };
}

/** Whether a constraint holds; undefined where a free name is in it. */
export function satisfies(candidate: Candidate, { left, relation, right }: Constraint): boolean | undefined {
  const [a, b] = [evaluate(left, candidate.valueOf), evaluate(right, candidate.valueOf)];
  if (a === 'undefined' || b === 'undefined') return false;
  return isValue(a) && isValue(b) ? holds(a, relation, b) : undefined;
}

/** Values that came of elimination, a line each. */
function describe(leaf: Branch, unknowns: Unknowns, steps: string[]): void {
  for (const [unknown, { over, under }] of leaf.values) {
    const bottom = unknowns.print(under);
    const value = bottom === '1' ? unknowns.print(over) : `(${unknowns.print(over)})/(${bottom})`;
    steps.push(`${unknowns.labelOf(unknown)} = ${value}`);
  }
}
