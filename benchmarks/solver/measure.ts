/** What is measured of the solver: status by status, time by class, throughput beside paper mode, hostile texts. */
import { readFileSync } from 'node:fs';
import type { PaperSolver } from '../../activities/tools/paper.ts';
import { solve } from '../../methods/equations/solve.ts';
import type { Solution } from '../../methods/equations/solution.ts';
import { quantileSorted } from '../../methods/statistics/quantile.ts';
import { generate } from './generated/generate.ts';
import type { Problem } from './generated/problem.ts';
import { judge } from './judge.ts';

export interface Timing {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
}

export interface ClassRow {
  readonly name: string;
  readonly tier: Problem['tier'];
  readonly problems: number;
  readonly right: number;
  readonly timing: Timing;
}

export interface Generated {
  readonly problems: number;
  readonly right: number;
  readonly wrongValues: number;
  readonly classes: readonly ClassRow[];
  /** Counts by expected status, then by the status that was given. */
  readonly confusion: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly affine: Timing;
  readonly nonlinear: Timing;
  /** What went wrong, a few. */
  readonly examples: readonly string[];
}

const EXAMPLES = 8;

export function measureGenerated(seed: number, count: number): Generated {
  warmUp(seed);
  const rows = new Map<string, { tier: Problem['tier']; right: number; ms: number[] }>();
  const confusion = new Map<string, Map<string, number>>();
  const examples: string[] = [];
  let wrongValues = 0;
  for (let index = 0; index < count; index++) {
    const problem = generate(seed, index);
    const began = performance.now();
    const solution = solve(problem.text);
    const ms = performance.now() - began;
    const { right, wrongValue } = judge(problem, solution);
    const row = rows.get(problem.class) ?? { tier: problem.tier, right: 0, ms: [] };
    rows.set(problem.class, row);
    row.ms.push(ms);
    row.right += Number(right);
    wrongValues += Number(wrongValue);
    const given = confusion.get(problem.expected.status) ?? new Map<string, number>();
    confusion.set(problem.expected.status, given);
    given.set(solution.status, (given.get(solution.status) ?? 0) + 1);
    if (!right && examples.length < EXAMPLES) examples.push(exampleOf(problem, solution));
  }
  const all = [...rows];
  const times = (tier: Problem['tier']): number[] =>
    all.filter(([, row]) => row.tier === tier).flatMap(([, row]) => row.ms);
  return {
    problems: count,
    right: all.reduce((sum, [, row]) => sum + row.right, 0),
    wrongValues,
    classes: all.map(([name, { tier, right, ms }]) => ({
      name,
      tier,
      right,
      problems: ms.length,
      timing: timingOf(ms),
    })),
    confusion,
    affine: timingOf(times('affine')),
    nonlinear: timingOf(times('nonlinear')),
    examples,
  };
}

/** Code is compiled before anything is timed. */
function warmUp(seed: number): void {
  for (let index = 0; index < 500; index++) solve(generate(seed + 1, index).text);
}

function timingOf(ms: readonly number[]): Timing {
  const sorted = Float64Array.from(ms).sort();
  return {
    p50Ms: quantileSorted(sorted, 0.5),
    p99Ms: quantileSorted(sorted, 0.99),
    slowestMs: quantileSorted(sorted, 1),
  };
}

function exampleOf({ index, class: name, text, expected }: Problem, { status, ...rest }: Solution): string {
  const given = JSON.stringify({ status, ...rest, steps: undefined });
  return `#${index} ${name}: ${text}\n  expected ${JSON.stringify(expected)}\n  given ${given}`;
}

export interface Svamp {
  readonly problems: number;
  readonly right: number;
  /** Ids of those that came out otherwise. */
  readonly others: readonly string[];
}

interface SvampProblem {
  readonly ID: string;
  readonly Equation: string;
  readonly Answer: number;
}

export function measureSvamp(file: string): Svamp {
  const problems = JSON.parse(readFileSync(file, 'utf8')) as readonly SvampProblem[];
  const others: string[] = [];
  for (const { ID, Equation, Answer } of problems) {
    const solution = solve(`[[answer ${Equation}]]`);
    const value = solution.status === 'solved' ? solution.answers[0]?.value : undefined;
    if (value === undefined || Math.abs(value - Answer) >= 1e-3) others.push(ID);
  }
  return { problems: problems.length, right: problems.length - others.length, others };
}

export interface Throughput {
  /** Statements that paper mode gave a value for: the two are compared on these. */
  readonly problems: number;
  /** Of these, in how many paper mode gave the value that the construction has. */
  readonly paperRight: number;
  /** Problems a second. */
  readonly ours: number;
  readonly paper: number;
  /** Statements that were shown to paper mode until it had solved so many; it rejected the rest. */
  readonly shown: number;
}

/** Our passes over the same statements; nothing is remembered from one to the next. */
const PASSES = 20;

/**
 * Both solve the same statements, one after another. What paper mode rejects costs it next to nothing and solves nothing,
 * so that it is left out; what it solves is chosen without looking at ours.
 */
export async function measureThroughput(
  paper: PaperSolver,
  seed: number,
  count: number,
): Promise<Throughput> {
  // The process starts with the first request.
  await paper.solve('[[var a]] [[eq a = 1]] [[answer a]]');
  const solved: string[] = [];
  let [paperSeconds, paperRight, shown] = [0, 0, 0];
  for (let index = 0; solved.length < count; index++) {
    const { text, expected, class: name } = generate(seed, index);
    if (expected.status !== 'solved' || (name !== 'regular' && name !== 'chain')) continue;
    shown++;
    const began = performance.now();
    const result = await paper.solve(text);
    const seconds = (performance.now() - began) / 1000;
    if (result.status !== 'solved') continue;
    solved.push(text);
    paperSeconds += seconds;
    const [wanted] = expected.answers;
    if (wanted !== undefined && Math.abs(result.value - wanted.value) < 1e-3) paperRight++;
  }
  const began = performance.now();
  for (let pass = 0; pass < PASSES; pass++) for (const text of solved) solve(text);
  const oursSeconds = (performance.now() - began) / 1000 / PASSES;
  return {
    ...{ problems: solved.length, paperRight, shown },
    ours: solved.length / oursSeconds,
    paper: solved.length / paperSeconds,
  };
}

export interface Fuzzed {
  readonly texts: number;
  readonly slowestMs: number;
  readonly slowest: string;
  readonly peakMiB: number;
  readonly prototypeTouched: boolean;
  readonly statuses: ReadonlyMap<string, number>;
}

/** A hang would not come back at all: whoever calls this watches. */
export function measureFuzz(texts: readonly string[]): Fuzzed {
  const before = prototypeNames();
  const statuses = new Map<string, number>();
  let [slowestMs, slowest, peak] = [0, '', 0];
  for (const text of texts) {
    const began = performance.now();
    const { status } = solve(text);
    const ms = performance.now() - began;
    if (ms > slowestMs) [slowestMs, slowest] = [ms, text];
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  const prototypeTouched = before !== prototypeNames();
  return {
    texts: texts.length,
    ...{ slowestMs, slowest: slowest.slice(0, 200), peakMiB: peak / 2 ** 20, prototypeTouched, statuses },
  };
}

function prototypeNames(): string {
  return [Object.prototype, Array.prototype, Function.prototype, Map.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .join(';');
}
