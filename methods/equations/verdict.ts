/** From assignments to a status and answers. */
import { isAdmissible, pinnedNames } from './admissible.ts';
import type { Candidate } from './candidate.ts';
import { minimalConflict } from './conflicts.ts';
import type { Value } from './evaluate.ts';
import { roundsHalf } from './lint.ts';
import type { Constraint } from './problem.ts';
import { plainName, type Reading } from './readings.ts';
import { compare, equals, toNumber, toText } from './rational.ts';
import type { LintCode, Solution, SolvedAnswer } from './solution.ts';

/** A solution without what does not depend on the reading. */
export type ReadingSolution = DistributiveOmit<Solution, 'lint' | 'steps' | 'unused'> & {
  readonly lint: readonly LintCode[];
};
type DistributiveOmit<Union, Key extends string> = Union extends unknown ? Omit<Union, Key> : never;

/**
 * @param candidates all that satisfy the equations
 */
export function judge(reading: Reading, candidates: readonly Candidate[]): ReadingSolution {
  const roots = distinct(candidates, namesOf(reading));
  const admissible = roots.filter((candidate) => isAdmissible(candidate, reading));
  if (admissible.length === 0)
    return { status: 'contradictory', conflicts: minimalConflict(reading), lint: [] };
  const tuples: (readonly Value[])[] = [];
  for (const candidate of admissible) {
    const values = reading.goals.map(({ expression }) => candidate.expressionValue(expression));
    if (!values.every((value) => value !== undefined)) return undetermined(reading, candidate);
    if (values.some(({ value }) => !Number.isFinite(toNumber(value))))
      return unsupported('an answer is beyond the range of floating-point numbers');
    tuples.push(values);
  }
  const lint = roundingLint(reading, admissible);
  const answers = reading.goals.map((_, goal) => distinctValues(tuples.map((tuple) => tuple[goal])));
  const [only, ...others] = tuples;
  if (only !== undefined && others.every((tuple) => tuple.every((value, i) => isSame(value, only[i])))) {
    const status = admissible.length < roots.length ? 'filtered' : 'solved';
    return { status, answers: answersOf(reading, answers), lint };
  }
  const together = distinctTuples(tuples).map((tuple) =>
    answersOf(
      reading,
      tuple.map((value) => [value]),
    ),
  );
  return {
    status: 'ambiguous',
    answers: answersOf(reading, answers),
    ...(reading.goals.length > 1 ? { together } : {}),
    lint,
  };
}

/** Each once, in the order of their values. */
function distinctTuples(tuples: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  const kept: (readonly Value[])[] = [];
  for (const tuple of tuples)
    if (kept.every((other) => tuple.some((value, i) => !isSame(value, other[i])))) kept.push(tuple);
  const order = (a: readonly Value[], b: readonly Value[]): number => {
    for (const [i, value] of a.entries()) {
      const other = b[i];
      const difference = other === undefined ? 0 : compare(value.value, other.value);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return kept.sort(order);
}

/** Free names that the bounds leave one value for, where the one admissible case leaves anything free. */
export function pinnedBy(reading: Reading, candidates: readonly Candidate[]): readonly Constraint[] {
  const names = namesOf(reading);
  const admissible = distinct(candidates, names).filter((candidate) => isAdmissible(candidate, reading));
  const [only, another] = admissible;
  if (only === undefined || another !== undefined) return [];
  return pinnedNames(
    only,
    reading,
    names.filter((name) => only.valueOf(name) === undefined),
  );
}

export function unsupported(message: string): ReadingSolution {
  return { status: 'unsupported', message, lint: [] };
}

/** Of steps, which are counted: they are used up on every machine or on none. */
export function timedOut(message: string): ReadingSolution {
  return { status: 'timed-out', message, lint: [] };
}

function undetermined(reading: Reading, candidate: Candidate): ReadingSolution {
  if (candidate.isOpen) return unsupported('a function of something that nothing else determines');
  const free = new Set(
    namesOf(reading)
      .filter((name) => candidate.valueOf(name) === undefined)
      .map(plainName),
  );
  return {
    status: 'underdetermined',
    free: reading.names.filter((name) => free.has(name)),
    lint: [],
  };
}

function roundingLint(reading: Reading, candidates: readonly Candidate[]): readonly LintCode[] {
  const trees = [
    ...[...reading.equations, ...reading.inequalities].flatMap(({ left, right }) => [left, right]),
    ...reading.goals.map(({ expression }) => expression),
  ];
  return candidates.some((candidate) => roundsHalf(trees, candidate.valueOf)) ? ['rounding-differs'] : [];
}

/** Candidates that differ in some name. */
function distinct(candidates: readonly Candidate[], names: readonly string[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    const isNew = kept.every((other) =>
      names.some((name) => !isSame(candidate.valueOf(name), other.valueOf(name))),
    );
    if (isNew) kept.push(candidate);
  }
  return kept;
}

function namesOf({ names, versions }: Reading): readonly string[] {
  return names.flatMap((name) => versions(name));
}

function answersOf(reading: Reading, values: readonly (readonly Value[])[]): readonly SolvedAnswer[] {
  return reading.goals.flatMap(({ wanted }, goal) =>
    (values[goal] ?? []).map(({ value, exact }) => ({
      name: wanted,
      value: toNumber(value),
      ...(exact ? { exact: toText(value) } : {}),
    })),
  );
}

/** Ascending, each once. */
function distinctValues(values: readonly (Value | undefined)[]): readonly Value[] {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => compare(a.value, b.value));
  return sorted.filter((value, i) => i === 0 || !isSame(value, sorted[i - 1]));
}

/** Values that are not exact are the same when their nearest doubles are all but the same. */
function isSame(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.exact && b.exact) return equals(a.value, b.value);
  const [x, y] = [toNumber(a.value), toNumber(b.value)];
  return Math.abs(x - y) <= 1e-12 * Math.max(1, Math.abs(x));
}
