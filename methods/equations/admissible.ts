/** Inequalities and domains: which of the assignments that satisfy the equations are meant. */
import type { Candidate } from './candidate.ts';
import { agrees, type Value } from './evaluate.ts';
import { calculateFractions, valueOf, type Fraction } from './fraction.ts';
import { satisfies } from './investigate.ts';
import { constantOf, unknownsOf, type Unknown } from './polynomial.ts';
import type { Constraint, Domain, Problem } from './problem.ts';
import {
  compare,
  divide,
  equals,
  floor,
  isInteger,
  negate,
  rational,
  ZERO,
  type Rational,
} from './rational.ts';
import type { Relation } from './tokens.ts';
import { mentions, nameNode, numberNode } from './tree.ts';

/** Whether nothing determined violates a bound, bounds on what is free leave something, and what is asked has a value. */
export function isAdmissible(candidate: Candidate, problem: Problem): boolean {
  return limitsOn(candidate, problem) !== undefined;
}

/**
 * Free names that bounds leave one value for: `x >= 3` and `x <= 3`, or a count between 2 and 4. Each as an equation, with the
 * index of a statement that bounds it.
 */
export function pinnedNames(
  candidate: Candidate,
  problem: Problem,
  names: readonly string[],
): readonly Constraint[] {
  const limits = limitsOn(candidate, problem);
  if (limits === undefined) return [];
  return names.flatMap((name) => {
    const free = candidate.reduce(nameNode(name));
    const [unknown, another] = free === undefined ? [] : unknownsOf(free.over);
    // The name itself, not an expression of what is free.
    const isPlain = free !== undefined && free.over.size === 1 && constantOf(free.under)?.n === 1n;
    if (unknown === undefined || another !== undefined || !isPlain) return [];
    const isCount = problem.domains.some((domain) => domain.name === name && domain.unit === 'count');
    const value = onlyValue(limits.get(unknown) ?? {}, isCount);
    const index = problem.inequalities.find(
      ({ left, right }) => mentions(left, name) || mentions(right, name),
    )?.index;
    if (value === undefined || index === undefined) return [];
    return [{ index, left: nameNode(name), relation: '=' as const, right: numberNode(value) }];
  });
}

function onlyValue({ low, high }: Limits, isCount: boolean): Rational | undefined {
  if (low === undefined || high === undefined) return undefined;
  if (equals(low.at, high.at)) return low.strict || high.strict ? undefined : low.at;
  if (!isCount) return undefined;
  const least = floor(low.at) + (isInteger(low.at) && !low.strict ? 0n : 1n);
  const most = floor(high.at) - (isInteger(high.at) && high.strict ? 1n : 0n);
  return least === most ? rational(least) : undefined;
}

/** What bounds leave of the free unknowns; undefined where the assignment is not admissible. */
function limitsOn(
  candidate: Candidate,
  { inequalities, domains, goals }: Problem,
): ReadonlyMap<Unknown, Limits> | undefined {
  if (goals.some(({ expression }) => candidate.hasNoValue(expression))) return undefined;
  const limits = new Map<Unknown, Limits>();
  for (const inequality of [...inequalities, ...domains.map(asInequality)]) {
    const holds = satisfies(candidate, inequality);
    if (holds === false) return undefined;
    if (holds === undefined && !narrow(candidate, inequality, limits)) return undefined;
  }
  return domains.every((domain) => isInDomain(domain, candidate.valueOf(domain.name))) ? limits : undefined;
}

function asInequality({ index, name }: Domain): Constraint {
  return { index, left: nameNode(name), relation: '>=', right: numberNode(ZERO) };
}

function isInDomain({ unit }: Domain, value: Value | undefined): boolean {
  return unit !== 'count' || value === undefined || isInteger(value.value);
}

interface Limit {
  readonly at: Rational;
  readonly strict: boolean;
}
interface Limits {
  readonly low?: Limit;
  readonly high?: Limit;
}

/** Takes a bound on free unknowns in; false where it cannot be. Only bounds on one unknown are compared. */
function narrow(candidate: Candidate, inequality: Constraint, limits: Map<Unknown, Limits>): boolean {
  if (candidate.hasNoValue(inequality.left) || candidate.hasNoValue(inequality.right)) return false;
  const [left, right] = [candidate.reduce(inequality.left), candidate.reduce(inequality.right)];
  if (left === undefined || right === undefined) return true;
  const gap = calculateFractions('-', left, right);
  const number = valueOf(gap);
  if (number !== undefined) return agrees(compare(number, ZERO), inequality.relation);
  const bound = boundOn(gap, inequality.relation);
  if (bound === undefined) return true;
  const next = meet(limits.get(bound.unknown) ?? {}, bound);
  limits.set(bound.unknown, next);
  return !isEmpty(next);
}

/** a x + b REL 0 as a bound on x. */
function boundOn(
  { over, under }: Fraction,
  relation: Relation,
): { unknown: Unknown; isLow: boolean; limit: Limit } | undefined {
  const [unknown, another] = unknownsOf(over);
  if (unknown === undefined || another !== undefined || constantOf(under) === undefined) return undefined;
  const slope = over.get(unknown);
  if (slope === undefined || over.size > (over.has('') ? 2 : 1)) return undefined;
  const isLow = (relation === '>' || relation === '>=') === slope.n > 0n;
  const at = divide(negate(over.get('') ?? ZERO), slope);
  return { unknown, isLow, limit: { at, strict: relation === '<' || relation === '>' } };
}

function meet(limits: Limits, { isLow, limit }: { isLow: boolean; limit: Limit }): Limits {
  if (isLow) return { ...limits, low: stronger(limits.low, limit, 1) };
  return { ...limits, high: stronger(limits.high, limit, -1) };
}

/** @param direction 1 where the greater bound is the stronger one */
function stronger(a: Limit | undefined, b: Limit, direction: 1 | -1): Limit {
  if (a === undefined) return b;
  const order = compare(a.at, b.at) * direction;
  if (order === 0) return a.strict ? a : b;
  return order > 0 ? a : b;
}

function isEmpty({ low, high }: Limits): boolean {
  if (low === undefined || high === undefined) return false;
  const order = compare(low.at, high.at);
  return order > 0 || (order === 0 && (low.strict || high.strict));
}
