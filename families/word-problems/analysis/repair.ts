/** What it brought to tell the model what the solver said. */
import type { OutcomeStatus } from '../outcome.ts';
import { rightBy } from './accuracy.ts';
import type { Figures } from './figures.ts';
import type { SettledCell } from './graded-cells.ts';
import type { RepairResult } from './result.ts';

/**
 * Repair is asked for where there is no answer that stands, so without it these cells would not be solved. (A problem
 * of several golds whose first statements were `ambiguous` in exactly these values would have been; what is kept is
 * the first status only.)
 *
 * @returns null where no cell was repaired
 */
export function repairOf(cells: readonly SettledCell[], figures: Figures): RepairResult | null {
  const repaired = cells.filter(({ outcome }) => (outcome.repairs ?? 0) > 0);
  if (repaired.length === 0) return null;
  const unrepaired = cells.map((cell) =>
    (cell.outcome.repairs ?? 0) > 0 ? { ...cell, grades: { ...cell.grades, published: false } } : cell,
  );
  return {
    cells: repaired.length,
    rounds: repaired.reduce((sum, { outcome }) => sum + (outcome.repairs ?? 0), 0),
    right: rightOf(repaired),
    accuracy: figures.share(rightBy(cells, 'published')),
    without: figures.share(rightBy(unrepaired, 'published')),
    transitions: transitionsOf(repaired),
  };
}

function transitionsOf(repaired: readonly SettledCell[]): RepairResult['transitions'] {
  const groups = new Map<string, { from: OutcomeStatus; to: OutcomeStatus; cells: SettledCell[] }>();
  for (const cell of repaired) {
    const { status: to, firstStatus: from = to } = cell.outcome;
    const group = groups.get(`${from} ${to}`);
    if (group === undefined) groups.set(`${from} ${to}`, { from, to, cells: [cell] });
    else group.cells.push(cell);
  }
  return [...groups.values()]
    .map(({ from, to, cells }) => ({ from, to, cells: cells.length, right: rightOf(cells) }))
    .sort((a, b) => b.cells - a.cells || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
}

function rightOf(cells: readonly SettledCell[]): number {
  return cells.filter(({ grades }) => grades.published).length;
}
