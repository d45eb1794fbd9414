/** What methods cost, from the ledger. Money is no part of a result: it depends on what was in the memo. */
import type { CellCost } from '../../family.ts';
import type { GradedMethod } from './graded.ts';
import { type GradedCell, isSettled } from './graded-cells.ts';

/** Over all cells of a method, twins included. */
export interface MethodCost {
  readonly method: string;
  readonly label: string;
  /** Cells with a line in the ledger. */
  readonly cells: number;
  readonly calls: number;
  /** As if nothing had been in the memo: the figure to compare. */
  readonly attributedMicroUsd: number;
  readonly paidCalls: number;
  readonly paidMicroUsd: number;
  /** Cells that are right as published. */
  readonly solved: number;
  /** null where none is solved. */
  readonly perSolved: { readonly attributedMicroUsd: number; readonly paidMicroUsd: number } | null;
}

/** @param costs by cell key (`PageContext.costs`) */
export function costsOf(
  methods: readonly GradedMethod[],
  cells: readonly GradedCell[],
  costs: ReadonlyMap<string, CellCost>,
): MethodCost[] {
  return methods.map(({ name, label }) => {
    const own = cells.filter(({ cell }) => cell.method === name);
    const lines = own.flatMap(({ cell }) => costs.get(cell.key) ?? []);
    const sum = (of: keyof CellCost): number => lines.reduce((total, line) => total + line[of], 0);
    const solved = own.filter((cell) => isSettled(cell) && cell.grades.published).length;
    const [attributedMicroUsd, paidMicroUsd] = [sum('attributedMicroUsd'), sum('paidMicroUsd')];
    return {
      ...{ method: name, label, cells: lines.length, calls: sum('calls'), attributedMicroUsd },
      ...{ paidCalls: sum('paidCalls'), paidMicroUsd, solved },
      perSolved:
        solved === 0
          ? null
          : { attributedMicroUsd: attributedMicroUsd / solved, paidMicroUsd: paidMicroUsd / solved },
    };
  });
}
