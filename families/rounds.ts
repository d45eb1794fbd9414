/** Rounds: what a study asks next, given what is finished. */
import type { Json } from '../domain/json.ts';
import type { Block } from './block.ts';
import type { Cells } from './cell-results.ts';
import type { Compute } from './family.ts';

/** Cells that are asked without waiting for one another. */
export interface Round {
  /** 0 for the first. */
  readonly index: number;
  readonly blocks: readonly Block[];
  /** What the family remembers of it: with the index, all that it takes to tell the round again. Kept in its plan. */
  readonly memory: Json;
}

/** Rounds whose cells are all settled. */
export interface Finished {
  /** The earliest first; at least one. */
  readonly rounds: readonly Round[];
  /** Of all of them, in the study's order. */
  readonly cells: Cells;
  readonly compute: Compute;
}

/** What follows: a round, or none where nothing more is to be asked; and what was seen, in a line. */
export interface Next {
  readonly round?: Round;
  readonly said?: string;
}

export interface Rounds {
  /** Pure: the same finished rounds are followed by the same. @param before undefined before the first round */
  round(before: Finished | undefined): Promise<Next>;
  /** A round that was planned before, told again. */
  reopen(index: number, memory: Json): Round;
}

/** The rounds of a study that asks all it has at once. */
export function once(blocks: readonly Block[]): Rounds {
  const only: Round = { index: 0, blocks, memory: null };
  return {
    round: (before) => Promise.resolve(before === undefined ? { round: only } : {}),
    reopen: () => only,
  };
}
