/**
 * Methods that take several calls against self-consistency of the same model, cut problem by problem to as many calls:
 * more calls help any method, and the question is what a method does with them.
 */
import { majority } from '../../../methods/grading/agreement.ts';
import { type Grades, grade } from '../../../methods/grading/grade.ts';
import { byGrade, rightBy } from './accuracy.ts';
import { holmOf } from './comparisons.ts';
import type { Figures } from './figures.ts';
import type { GradedMethod } from './graded.ts';
import type { SettledCell } from './graded-cells.ts';
import type { EqualCallsRow } from './result.ts';
import { placeOf } from './votes.ts';

/** @param cells settled cells of the file's own problems, by method */
export function equalCallsOf(
  methods: readonly GradedMethod[],
  cells: ReadonlyMap<string, readonly SettledCell[]>,
  figures: Figures,
): EqualCallsRow[] {
  const rows = methods.flatMap((method) =>
    methods
      .filter((against) => isComparable(method, against))
      .flatMap((against) => rowOf(method, against, cells, figures) ?? []),
  );
  const adjusted = holmOf(rows.map(({ difference }) => difference.published.p));
  return rows.map((row, index) => ({ ...row, pHolm: adjusted[index] ?? null }));
}

function isComparable(method: GradedMethod, against: GradedMethod): boolean {
  return (
    against.kind === 'self-consistency' &&
    method.name !== against.name &&
    method.model !== null &&
    method.model === against.model
  );
}

function rowOf(
  method: GradedMethod,
  against: GradedMethod,
  cells: ReadonlyMap<string, readonly SettledCell[]>,
  figures: Figures,
): Omit<EqualCallsRow, 'pHolm'> | null {
  const samples = new Map((cells.get(against.name) ?? []).map((cell) => [placeOf(cell), cell]));
  const pairs = (cells.get(method.name) ?? []).flatMap((cell) => {
    const sampled = samples.get(placeOf(cell));
    const cut = sampled === undefined ? null : cutTo(sampled, cell.outcome.calls);
    return cut === null ? [] : [{ cell, ...cut }];
  });
  if (pairs.length === 0) return null;
  // Of two self-consistencies, only the longer one can be cut; uncut, they are among the pairs of all methods.
  if (method.kind === against.kind && pairs.every(({ cut }) => cut === samples.get(placeOf(cut))))
    return null;
  const ones = pairs.map(({ cell }) => cell);
  const others = pairs.map(({ cut }) => cut);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    method: method.name,
    against: against.name,
    difference: byGrade((kind) => figures.difference(rightBy(ones, kind), rightBy(others, kind))),
    accuracy: figures.share(rightBy(ones, 'published')),
    cut: figures.share(rightBy(others, 'published')),
    calls: {
      method: mean(ones.map(({ outcome }) => outcome.calls)),
      cut: mean(pairs.map(({ calls }) => calls)),
    },
    short: pairs.filter(({ cell, calls }) => calls < cell.outcome.calls).length,
  };
}

/**
 * The answer of the first so many samples, each of which took one call. null where that cannot be told: no calls, no
 * record of the samples, or several golds, of which a sample keeps the first answer only.
 */
function cutTo(
  sampled: SettledCell,
  calls: number,
): { readonly cut: SettledCell; readonly calls: number } | null {
  const { samples } = sampled.outcome;
  if (samples === undefined || calls === 0) return null;
  // Uncut, the cell has its own answer, exact where it is known.
  if (calls >= samples.length) return { cut: sampled, calls: samples.length };
  if (sampled.problem.gold.length > 1) return null;
  return { cut: { ...sampled, grades: gradeFirst(sampled, samples.slice(0, calls)) }, calls };
}

function gradeFirst({ problem }: SettledCell, samples: readonly (number | null)[]): Grades {
  const most = majority(samples.map((value) => (value === null ? null : { value })));
  return grade(most === undefined ? [] : [most.answer], problem.gold);
}
