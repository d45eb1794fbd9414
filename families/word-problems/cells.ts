/** Cells: one problem by one method, in one run. */
import type { Cell } from '../../domain/dialogue.ts';

/** A run is one seed and one replicate. */
export interface ProblemCell extends Cell {
  readonly method: string;
  readonly problem: string;
  readonly seed: number;
  readonly replicate: number;
}

/** Frozen: keys of cells stand in stores. */
export function cellKey(method: string, problem: string, seed: number, replicate: number): string {
  return `${method}/${problem}/s${seed}r${replicate}`;
}
