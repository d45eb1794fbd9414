/** What a study asks, as blocks of threads that ask the same models: counted by arithmetic, and told one by one. */
import type { ModelRef } from '../domain/completion.ts';
import type { Cell, Thread } from '../domain/dialogue.ts';
import { type Indexed, joined } from '../domain/indexed.ts';

/** Threads in a fixed order, told by index. */
export type Threads<C extends Cell = Cell> = Indexed<Thread<C>>;

export interface Block<C extends Cell = Cell> {
  /** Every model that its threads may ask, the same for all of them; none where they are settled without one. */
  readonly models: readonly ModelRef[];
  readonly threads: Threads<C>;
  /** Cells of all its threads. */
  readonly cells: number;
}

/** The threads of all blocks, one block after the other. */
export function threadsOf<C extends Cell>(blocks: readonly Block<C>[]): Threads<C> {
  return joined(blocks.map(({ threads }) => threads));
}

export function* cellsIn<C extends Cell>(threads: Threads<C>): Generator<C> {
  for (const thread of threads) yield* thread;
}

export function countCells(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { cells }) => sum + cells, 0);
}

/** Each model that may be asked, once. */
export function modelsOf(blocks: readonly Block[]): readonly ModelRef[] {
  const models = new Map<string, ModelRef>();
  for (const block of blocks) for (const model of block.models) models.set(JSON.stringify(model), model);
  return [...models.values()];
}
