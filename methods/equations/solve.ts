/** The solver: from a text with statements in double brackets to one status (arXiv 2304.09102, with an exact solver). */
import type { Candidate } from './candidate.ts';
import { carryThrough } from './carry.ts';
import { investigate } from './investigate.ts';
import { lintStatements } from './lint.ts';
import { definedName, isTautology, read, selfDefinedName, type Manner, type Reading } from './readings.ts';
import type { LintCode, Solution } from './solution.ts';
import { parseStatements, type Statement } from './statements.ts';
import { outside, unusedNumbers } from './unused-numbers.ts';
import { withoutUnits } from './units.ts';
import { judge, pinnedBy, timedOut, unsupported, type ReadingSolution } from './verdict.ts';
import { positionAt } from './failure.ts';
import { OutOfSteps, TooLarge, withinBudget, type Budget } from './work.ts';

export interface SolveOptions {
  /** The question that the statements are for: its numerals are looked for in them. Else the text's own are. */
  readonly question?: string;
}

/** Steps of exact arithmetic for one problem, all its readings together; well below a second. */
const STEPS = 1_500_000;

/**
 * Solves what exact methods solve: affine systems, and nonlinear ones as far as factors, roots of one polynomial and elimination
 * reach. What is left is `unsupported`. Never throws for any text, and ends the same way on every machine.
 */
export function solve(text: string, options: SolveOptions = {}): Solution {
  const prepared = prepare(text, options);
  if (prepared.kind === 'settled') return prepared.solution;
  const verdicts = new Map<Manner, Settled>();
  const budget = { left: STEPS };
  for (const manner of prepared.manners) verdicts.set(manner, attempt(prepared.statements, manner, budget));
  const solution = finish(prepared, verdicts);
  return solvedWithoutUnits(solution, prepared, budget) ?? solution;
}

/** Where names are free that may be units: what comes of them as units. */
function solvedWithoutUnits(solution: Solution, prepared: Prepared, budget: Budget): Solution | undefined {
  const plain = solution.status === 'underdetermined' ? withoutUnits(prepared.statements) : undefined;
  if (plain === undefined) return undefined;
  const verdicts = new Map(
    prepared.manners.map((manner) => [manner, attempt(plain.statements, manner, budget)]),
  );
  const solved = finish(prepared, verdicts);
  if (solved.status !== 'solved' && solved.status !== 'filtered') return undefined;
  return { ...solved, steps: [`units: ${plain.units.join(', ')}`, ...solved.steps] };
}

interface Prepared {
  readonly kind: 'prepared';
  readonly statements: readonly Statement[];
  readonly manners: readonly Manner[];
  readonly lint: readonly LintCode[];
  readonly unused: readonly string[];
}

interface Settled {
  readonly verdict: ReadingSolution;
  readonly steps: readonly string[];
}

function prepare(
  text: string,
  { question }: SolveOptions,
): Prepared | { readonly kind: 'settled'; readonly solution: Solution } {
  const parsed = parseStatements(text);
  if (parsed.kind === 'unparsable') {
    const { message, position } = parsed;
    return unparsable(message, position, question === undefined ? [] : unusedNumbers(question, []));
  }
  const { statements } = parsed;
  const unused = unusedNumbers(question ?? outside(text, statements), statements);
  if (!statements.some(({ kind }) => kind === 'answer'))
    return unparsable('no [[answer ...]] says what is asked', positionAt(text, text.length), unused);
  const lint = lintStatements(text, statements, unused);
  return { kind: 'prepared', statements, manners: mannersOf(statements), lint, unused };
}

function unparsable(
  message: string,
  position: Extract<Solution, { status: 'unparsable' }>['position'],
  unused: readonly string[],
): { readonly kind: 'settled'; readonly solution: Solution } {
  return {
    kind: 'settled',
    solution: { status: 'unparsable', message, position, lint: [], steps: [], unused },
  };
}

/** Which readings are possible, the one that the statements ask for first. */
function mannersOf(statements: readonly Statement[]): readonly Manner[] {
  const defined = new Set<string>();
  let again = false;
  for (const statement of statements) {
    if (isTautology(statement)) continue;
    const self = selfDefinedName(statement);
    if (self !== undefined && defined.has(self)) return ['reassignments', 'equations'];
    const name = definedName(statement);
    if (name === undefined) continue;
    again ||= defined.has(name);
    defined.add(name);
  }
  return again ? ['equations', 'assignments'] : ['equations'];
}

function attempt(statements: readonly Statement[], manner: Manner, budget: Budget): Settled {
  const steps: string[] = [];
  const reading = read(statements, manner);
  const investigated = bounded(budget, () => investigate(reading, steps));
  if ('verdict' in investigated) return carriedOr({ ...investigated, steps }, reading);
  if (!investigated.isComplete) return carriedOr({ verdict: unsupported(NO_ROOTS), steps }, reading);
  return conclude(reading, investigated.candidates, steps, budget);
}

const NO_ROOTS = 'no method here finds the roots of the nonlinear rest';

function conclude(
  reading: Reading,
  candidates: readonly Candidate[],
  steps: string[],
  budget: Budget,
): Settled {
  const judged = bounded(budget, () => judge(reading, candidates));
  if ('verdict' in judged) return carriedOr({ ...judged, steps }, reading);
  const settled = { verdict: judged, steps };
  if (judged.status === 'underdetermined') return pinnedOr(settled, reading, candidates, budget);
  return isAnswer(judged) && judged.answers.some(({ exact }) => exact === undefined)
    ? carriedOr(settled, reading)
    : settled;
}

/** Steps for carrying values from definition to definition, beside what other methods have used up. */
const CARRY_STEPS = 300_000;

/**
 * What carrying values with roots in them comes to, where other methods gave no answer, or the same one without knowing it
 * exactly; else what they said.
 */
function carriedOr(settled: Settled, reading: Reading): Settled {
  const carried = bounded({ left: CARRY_STEPS }, () => {
    const investigated = carryThrough(reading);
    return investigated === undefined || investigated.candidates.length === 0
      ? settled.verdict
      : judge(reading, investigated.candidates);
  });
  if ('verdict' in carried || !isAnswer(carried)) return settled;
  const before = settled.verdict;
  const isSame =
    !isAnswer(before) ||
    before.answers.every(
      ({ value }, i) => Math.abs(value - (carried.answers[i]?.value ?? NaN)) <= 1e-9 * Math.abs(value),
    );
  return isSame
    ? { ...settled, verdict: { ...carried, status: isAnswer(before) ? before.status : carried.status } }
    : settled;
}

/** What the problem comes to with the values that bounds leave for free names. */
function pinnedOr(
  settled: Settled,
  reading: Reading,
  candidates: readonly Candidate[],
  budget: Budget,
): Settled {
  const pinned = bounded(budget, () => {
    const pins = pinnedBy(reading, candidates);
    if (pins.length === 0) return settled.verdict;
    const whole = { ...reading, equations: [...reading.equations, ...pins] };
    const investigated = investigate(whole);
    return investigated.isComplete ? judge(whole, investigated.candidates) : settled.verdict;
  });
  return 'verdict' in pinned || !isAnswer(pinned) ? settled : { ...settled, verdict: pinned };
}

function bounded<Result>(
  budget: Budget,
  calculate: () => Result,
): Result | { readonly verdict: ReadingSolution } {
  try {
    return withinBudget(budget, calculate);
  } catch (error) {
    if (error instanceof OutOfSteps) return { verdict: timedOut(error.message) };
    if (error instanceof TooLarge) return { verdict: unsupported(error.message) };
    throw error;
  }
}

/**
 * A new value is only ever less than an equation says: where both readings give an answer, it is the same one. The
 * first reading counts, unless only the other one gives an answer where the first leaves it open.
 */
function finish({ manners, lint, unused }: Prepared, verdicts: ReadonlyMap<Manner, Settled>): Solution {
  const [first, second] = manners.map((manner) => verdicts.get(manner));
  if (first === undefined) throw new RangeError('statements have a reading');
  const both = second !== undefined && isAnswer(second.verdict);
  const chosen =
    manners[0] === 'reassignments' &&
    first.verdict.status === 'underdetermined' &&
    both &&
    second !== undefined
      ? second
      : first;
  const codes = [...lint, ...chosen.verdict.lint];
  if (both) codes.push('two-readings');
  const { lint: _, ...verdict } = chosen.verdict;
  return { ...verdict, lint: codes, steps: chosen.steps, unused };
}

function isAnswer(
  verdict: ReadingSolution,
): verdict is ReadingSolution & { readonly status: 'solved' | 'filtered' } {
  return verdict.status === 'solved' || verdict.status === 'filtered';
}
