/** The part `grade`: everything that the answers say, without money and times. */
import { Fault } from '../../../domain/errors.ts';
import type { Json } from '../../../domain/json.ts';
import { sha256OfList } from '../../../domain/sha256-list.ts';
import type { CellResult } from '../../family.ts';
import { accuracyOf, boundsOf, runDeviationOf, sectionsOf, severalGoldOf } from './accuracy.ts';
import { comparisonsOf, detectableOf } from './comparisons.ts';
import { equalCallsOf } from './equal-calls.ts';
import { type Figures, figuresWith } from './figures.ts';
import { type GradableStudy, type Graded, gradedOf, type GradedMethod } from './graded.ts';
import { type GradedCell, gradedCells, gradedRows, isSettled, type SettledCell } from './graded-cells.ts';
import { headlineSoFar, headlineText, seedOf } from './headline.ts';
import { repairOf } from './repair.ts';
import type { GradeResult, MethodResult } from './result.ts';
import { ambiguousOf, statusesOf } from './statuses.ts';
import { trustOf } from './trust.ts';
import { twinsOf } from './twins.ts';
import { usageOf } from './usage.ts';
import { voteOf } from './votes.ts';

/** @throws Fault for a part that the family has not */
export function analyse(
  study: GradableStudy,
  part: string,
  { cells }: { readonly cells: readonly CellResult[] },
): { result: Json; headline: string } {
  if (part !== 'grade') throw new Fault(`the family word-problems has no part '${part}'`);
  const result = gradeResult(gradedOf(study), cells);
  return { result: asJson(result), headline: result.headline };
}

/** The headline on what is settled so far. */
export function headline(study: GradableStudy, cells: readonly CellResult[]): string {
  return headlineSoFar(gradedOf(study), cells);
}

export function gradeResult(graded: Graded, results: readonly CellResult[]): GradeResult {
  const figures = figuresWith(seedOf(graded));
  const all = gradedCells(graded, results);
  const cellsOf = (method: GradedMethod): GradedCell[] =>
    all.filter(({ cell }) => cell.method === method.name);
  // Twins are a control and no part of any other figure.
  const settledOwn = new Map(
    graded.methods.map((method) => [method.name, cellsOf(method).filter(isOwn).filter(isSettled)]),
  );
  const methods = graded.methods.map((method) => methodResult(method, cellsOf(method), settledOwn, figures));
  const [primary] = methods;
  const own = graded.problems.filter(({ twinOf }) => twinOf === null).length;
  return {
    primary: primary?.name ?? null,
    headline: primary === undefined ? '' : headlineText(primary.name, primary.accuracy.published),
    problems: own,
    twins: graded.problems.length - own,
    runs: runsOf(graded),
    methods,
    comparisons: comparisonsOf(graded.methods, settledOwn, figures),
    equalCalls: equalCallsOf(graded.methods, settledOwn, figures),
    detectable: detectableOf(own),
    rowsHash: sha256OfList(gradedRows(all)),
  };
}

function methodResult(
  method: GradedMethod,
  all: readonly GradedCell[],
  settledOwn: ReadonlyMap<string, readonly SettledCell[]>,
  figures: Figures,
): MethodResult {
  const planned = all.filter(isOwn);
  const cells = settledOwn.get(method.name) ?? [];
  const { name, kind, label, model } = method;
  return {
    ...{ name, kind, label, model },
    cells: { planned: planned.length, settled: cells.length, missing: planned.length - cells.length },
    missingByClass: missingByClass(planned),
    accuracy: accuracyOf(cells, figures),
    runDeviation: runDeviationOf(cells),
    bounds: boundsOf(planned),
    sections: sectionsOf(cells, figures),
    statuses: statusesOf(cells),
    trust: trustOf(cells, figures),
    repair: repairOf(cells, figures),
    vote: voteOf(method, cells, settledOwn, figures),
    ambiguous: ambiguousOf(cells),
    severalGold: severalGoldOf(cells, figures),
    twins: twinsOf(all.filter(isSettled), figures),
    usage: usageOf(cells),
  };
}

function isOwn({ problem }: GradedCell): boolean {
  return problem.twinOf === null;
}

function missingByClass(cells: readonly GradedCell[]): MethodResult['missingByClass'] {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    if (cell.kind === 'missing') counts.set(cell.missingClass, (counts.get(cell.missingClass) ?? 0) + 1);
  }
  return [...counts]
    .map(([missingClass, count]) => ({ missingClass, cells: count }))
    .sort((a, b) => (a.missingClass < b.missingClass ? -1 : 1));
}

/** In the study's order. */
function runsOf({ cells }: Graded): GradeResult['runs'] {
  const runs = new Map(
    [...cells].map(({ seed, replicate }) => [`${seed} ${replicate}`, { seed, replicate }] as const),
  );
  return [...runs.values()];
}

/** Plain JSON: what is undefined is left out. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
