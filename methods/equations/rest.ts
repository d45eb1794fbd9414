/** The nonlinear rest: to the solver as trees, and its roots back as assignments. */
import { putIn, type Branch } from './branch.ts';
import type { Candidate, Chosen } from './candidate.ts';
import { about, holds } from './evaluate.ts';
import { constantFraction, substitute, type Fraction } from './fraction.ts';
import { pursue, resume, type Rest } from './investigate.ts';
import type { NonlinearSolver, NonlinearSystem } from './nonlinear.ts';
import { unknownsOf, type Monomial, type Polynomial, type Unknown } from './polynomial.ts';
import type { Constraint } from './problem.ts';
import { add, floor, rational, subtract, toNumber, type Rational } from './rational.ts';
import { binaryNode, nameNode, numberNode, powerNode, type Expression } from './tree.ts';
import { TooLarge, withinBudget, withinSteps, type Budget } from './work.ts';

export type RestSolved =
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'nothing' };

/** Asks the solver for the roots of what is left; each that is kept satisfies the equations. */
export async function solveRest(
  rest: Rest,
  equations: readonly Constraint[],
  nonlinear: NonlinearSolver,
  steps: string[],
  budget: Budget,
): Promise<RestSolved> {
  const unknowns = unknownsIn(rest.branch);
  const answer = await nonlinear(systemOf(rest.branch, unknowns));
  if (answer.kind !== 'roots') return answer;
  const candidates = answer.roots.flatMap((root) =>
    putBackWithin(budget, rest, unknowns, root, equations, steps),
  );
  steps.push(`the algebra system proposed ${answer.roots.length} roots, ${candidates.length} are kept`);
  return candidates.length === 0 ? { kind: 'nothing' } : { kind: 'candidates', candidates };
}

function unknownsIn({ polynomials }: Branch): readonly Unknown[] {
  const unknowns = new Set<Unknown>();
  for (const p of polynomials) unknownsOf(p, unknowns);
  return Array.from(unknowns).sort();
}

function systemOf({ polynomials }: Branch, unknowns: readonly Unknown[]): NonlinearSystem {
  const names = new Map(unknowns.map((unknown, i) => [unknown, `u${i}`]));
  return {
    unknowns: Array.from(names.values()),
    equations: polynomials.map((p) => treeOf(p, names)),
  };
}

function treeOf(p: Polynomial, names: ReadonlyMap<Unknown, string>): Expression {
  const terms = Array.from(p, ([monomial, value]) => termOf(monomial, value, names));
  return terms.reduce((sum, term) => binaryNode('+', sum, term));
}

function termOf(monomial: Monomial, value: Rational, names: ReadonlyMap<Unknown, string>): Expression {
  let term: Expression = numberNode(value);
  for (const [unknown, name] of names) {
    const k = monomial.length - monomial.replaceAll(unknown, '').length;
    if (k === 0) continue;
    const factor = k === 1 ? nameNode(name) : powerNode(nameNode(name), numberNode(rational(BigInt(k))), k);
    term = binaryNode('*', term, factor);
  }
  return term;
}

/** A root that is too laborious to follow up is not kept. */
function putBackWithin(budget: Budget, ...task: Parameters<typeof putBack>): readonly Candidate[] {
  try {
    return withinBudget(budget, () => withinSteps(STEPS, () => putBack(...task)));
  } catch (error) {
    if (error instanceof TooLarge) return [];
    throw error;
  }
}

const STEPS = 300_000;

/** As short fractions where those are exact roots; else as the numbers that they are. */
function putBack(
  rest: Rest,
  unknowns: readonly Unknown[],
  root: readonly number[],
  equations: readonly Constraint[],
  steps: string[],
): readonly Candidate[] {
  const guesses = new Map<Unknown, Fraction>();
  const chosen = new Map<Unknown, Chosen>();
  for (const [i, unknown] of unknowns.entries()) {
    const value = root[i] ?? Number.NaN;
    guesses.set(unknown, constantFraction(shortFraction(value)));
    chosen.set(unknown, { value: fromDouble(value) });
  }
  const isExact = rest.branch.polynomials.every((p) => substitute(p, guesses).over.size === 0);
  if (isExact) {
    const branch = putIn({ ...rest.branch, polynomials: [] }, guesses);
    return branch === undefined ? [] : pursue(branch, rest, equations, steps).candidates;
  }
  return isRoot(rest.branch, chosen) ? resume(rest, chosen, equations) : [];
}

/** Whether the positive and the negative terms of each polynomial come to the same. */
function isRoot({ polynomials }: Branch, chosen: ReadonlyMap<Unknown, Chosen>): boolean {
  const values = new Map(Array.from(chosen, ([unknown, { value }]) => [unknown, constantFraction(value)]));
  return polynomials.every((p) => {
    let [positive, negative] = [rational(0n), rational(0n)];
    for (const [monomial, value] of p) {
      const term = substitute(new Map([[monomial, value]]), values).over.get('') ?? rational(0n);
      if (term.n > 0n) positive = add(positive, term);
      else negative = subtract(negative, term);
    }
    return holds(about(positive), '=', about(negative));
  });
}

/** The double, to the bit. */
function fromDouble(value: number): Rational {
  let scaled = value;
  let shift = 0n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  return rational(BigInt(scaled), 1n << shift);
}

/** The fraction with the shortest denominator within 1e-11 of a double, by continued fractions. */
function shortFraction(value: number): Rational {
  const target = fromDouble(value);
  let [before, last] = [rational(1n), rational(floor(target))];
  let [underBefore, underLast] = [0n, 1n];
  let rest = subtract(target, last);
  while (
    rest.n !== 0n &&
    Math.abs(toNumber(rational(last.n, underLast)) - value) > 1e-11 * Math.max(1, Math.abs(value))
  ) {
    const turned = rational(rest.d, rest.n);
    const whole = floor(turned);
    rest = subtract(turned, rational(whole));
    [before, last] = [last, rational(whole * last.n + before.n)];
    [underBefore, underLast] = [underLast, whole * underLast + underBefore];
  }
  return rational(last.n, underLast);
}
