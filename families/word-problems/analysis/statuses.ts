/** What cells came to, against whether they are right. */
import { grade } from '../../../methods/grading/grade.ts';
import { SILENT_STATUSES, type OutcomeStatus } from '../outcome.ts';
import type { SettledCell } from './graded-cells.ts';
import type { MethodResult, StatusRow } from './result.ts';

/** Answers that are none for no reason that the model gives, of those that are there. */
export function silenceOf(cells: readonly SettledCell[]): {
  readonly silent: number;
  readonly asked: number;
} {
  const silent = cells.filter(({ outcome }) => SILENT_STATUSES.includes(outcome.status)).length;
  return { silent, asked: cells.length };
}

/** The confusion of statuses with grades, the most frequent first. */
export function statusesOf(cells: readonly SettledCell[]): StatusRow[] {
  const groups = new Map<OutcomeStatus, SettledCell[]>();
  for (const cell of cells) {
    const { status } = cell.outcome;
    const group = groups.get(status);
    if (group === undefined) groups.set(status, [cell]);
    else group.push(cell);
  }
  return [...groups]
    .map(([status, group]) => rowOf(status, group))
    .sort((a, b) => b.cells - a.cells || (a.status < b.status ? -1 : 1));
}

function rowOf(status: OutcomeStatus, cells: readonly SettledCell[]): StatusRow {
  const count = (test: (cell: SettledCell) => boolean): number => cells.filter(test).length;
  const right = count(({ grades }) => grades.published);
  // What another standard takes for right is wrong here, never a scale miss or silent.
  const scaleMiss = count(({ grades }) => grades.scaleMiss);
  const silent = count(({ outcome }) => outcome.answers.length === 0);
  return {
    status,
    cells: cells.length,
    ...{ right, scaleMiss, silent },
    wrong: cells.length - right - scaleMiss - silent,
    exact: count(({ grades }) => grades.exact),
    tolerant: count(({ grades }) => grades.tolerant),
  };
}

/** Several admissible values where one was asked for. */
export function ambiguousOf(cells: readonly SettledCell[]): MethodResult['ambiguous'] {
  const ambiguous = cells.filter(
    ({ outcome, problem }) => outcome.status === 'ambiguous' && problem.gold.length === 1,
  );
  if (ambiguous.length === 0) return null;
  const among = ambiguous.filter(({ outcome, problem }) =>
    outcome.answers.some((answer) => grade([answer], problem.gold).published),
  ).length;
  return { cells: ambiguous.length, among };
}
