/** Cells whose results are written down in the test, so that every figure can be worked out by hand. */
import type { CellResult } from '../../../families/family.ts';
import type { Graded, GradedMethod } from '../../../families/word-problems/analysis/graded.ts';
import { cellKey, type ProblemCell } from '../../../families/word-problems/cells.ts';
import type { OutcomeStatus, ProblemOutcome, Verdict } from '../../../families/word-problems/outcome.ts';
import type { Problem } from '../../../families/word-problems/problems/problem.ts';
import { parseRational, toNumber } from '../../../methods/equations/rational.ts';
import { parseGold } from '../../../methods/grading/gold.ts';

/** @param gold several are separated by `;` */
export function problem(id: string, gold: string, section: string | null = null): Problem {
  const [original, twin] = id.split('~');
  return {
    id,
    question: `How many, ${id}?`,
    gold: gold.split(';').map((text) => {
      const parsed = parseGold(text);
      if (parsed === undefined) throw new Error(`no gold: ${text}`);
      return parsed;
    }),
    section,
    statements: null,
    equation: null,
    twinOf: twin === undefined ? null : (original ?? null),
  };
}

export function method(name: string, more: Partial<GradedMethod> = {}): GradedMethod {
  return { name, kind: 'declarative', label: name, model: 'small', of: null, ...more };
}

type More = Partial<Omit<Verdict, 'status' | 'answers'>> & {
  readonly calls?: number;
};

/** @param answers `7/2` is known exactly, a number is a double */
export function outcome(
  status: OutcomeStatus,
  answers: readonly (number | string)[] = [],
  more: More = {},
): ProblemOutcome {
  return {
    status,
    answers: answers.map((answer) => {
      if (typeof answer === 'number') return { value: answer };
      const value = parseRational(answer);
      if (value === undefined) throw new Error(`no number: ${answer}`);
      return { value: toNumber(value), exact: answer };
    }),
    calls: 1,
    promptTokens: 100,
    completionTokens: 10,
    ...more,
  };
}

export const solved = (answer: number | string, more: More = {}): ProblemOutcome =>
  outcome('solved', [answer], more);

/** What a cell came to: an outcome, or the class of what is missing; `null`: it was never asked. */
export type Came = ProblemOutcome | string | null;

export interface ByHand {
  readonly graded: Graded;
  readonly results: CellResult[];
}

/** @param rows by method: what came of each problem, in the order of the problems, once for each run */
export function byHand(
  problems: readonly Problem[],
  methods: readonly GradedMethod[],
  rows: Readonly<Record<string, readonly (readonly Came[])[]>>,
): ByHand {
  const cells: ProblemCell[] = [];
  const results: CellResult[] = [];
  for (const { name } of methods) {
    problems.forEach(({ id }, index) => {
      (rows[name] ?? []).forEach((run, seed) => {
        const came = run[index];
        if (came === undefined) return;
        const key = cellKey(name, id, seed + 1, 1);
        cells.push({ key, method: name, problem: id, seed: seed + 1, replicate: 1 });
        if (came === null) return;
        results.push(
          typeof came === 'string'
            ? { key, kind: 'missing', missingClass: came }
            : { key, kind: 'settled', outcome: came },
        );
      });
    });
  }
  return { graded: { problems, methods, cells }, results };
}
