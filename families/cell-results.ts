/** Rows of the store as an analysis reads them: in the study's order, never in the order of settling, and a batch at a time. */
import { Fault } from '../domain/errors.ts';
import type { ExperimentId } from '../domain/experiment.ts';
import type { CellRecord, Store } from '../domain/store.ts';
import { batched } from './batched.ts';
import { type Block, cellsIn, threadsOf } from './block.ts';
import type { CellResult } from './family.ts';

/** Cells that were tried, in batches; it may be gone through again. */
export type Cells = AsyncIterable<readonly CellResult[]>;

/**
 * The cells of these blocks that were tried.
 *
 * @param known all that may have been asked beside; undefined where cells of other rounds are left alone, unlooked at
 * @throws Fault, at the end, where a cell was settled that neither holds: its workflow ran on another plan
 */
export function storedCells(
  store: Pick<Store, 'cells' | 'cellBatches' | 'cellCounts'>,
  id: ExperimentId,
  blocks: readonly Block[],
  known?: readonly Block[],
): Cells {
  return {
    async *[Symbol.asyncIterator]() {
      // Counted first: a cell that is settled while the others are read is no stranger.
      const tried = known === undefined ? 0 : await countTried(store, id);
      let found = 0;
      for (const keys of batched(cellsIn(threadsOf(blocks)), ({ key }) => key)) {
        const rows = new Map((await store.cells(id, keys)).map((row) => [row.key, row]));
        found += rows.size;
        yield keys.flatMap((key) => {
          const row = rows.get(key);
          return row === undefined ? [] : [resultOf(row)];
        });
      }
      if (known !== undefined && found < tried) await refuseStrangers(store, id, [...blocks, ...known]);
    },
  };
}

/**
 * All of them at once, for an analysis that needs them beside one another.
 *
 * @param keep what of each is kept; undefined leaves it out
 */
export async function listed(
  cells: Cells,
  keep: (cell: CellResult) => CellResult | undefined = (cell) => cell,
): Promise<CellResult[]> {
  const all: CellResult[] = [];
  for await (const batch of cells) {
    for (const cell of batch) {
      const kept = keep(cell);
      if (kept !== undefined) all.push(kept);
    }
  }
  return all;
}

/** Cells that are there already, as a study reads them. */
export function batchesOf(results: readonly CellResult[]): Cells {
  return {
    async *[Symbol.asyncIterator]() {
      for (const batch of batched(results, (result) => result)) yield await Promise.resolve(batch);
    },
  };
}

async function countTried(store: Pick<Store, 'cellCounts'>, id: ExperimentId): Promise<number> {
  const { settled, missing } = await store.cellCounts(id);
  return Object.values(missing).reduce((sum, count) => sum + count, settled);
}

/** Rounds that a rule would not come to today may have left cells behind; any other cell is nobody's. */
async function refuseStrangers(
  store: Pick<Store, 'cellBatches'>,
  id: ExperimentId,
  known: readonly Block[],
): Promise<void> {
  const strangers = new Set<string>();
  for await (const batch of store.cellBatches(id)) for (const { key } of batch) strangers.add(key);
  for (const { key } of cellsIn(threadsOf(known))) strangers.delete(key);
  const [first] = strangers;
  if (first === undefined) return;
  throw new Fault(
    `${id} has ${strangers.size} cells that its plan does not know, '${first}' among them: its workflow ran on another plan`,
  );
}

function resultOf(row: CellRecord): CellResult {
  const { key } = row;
  return row.status === 'settled' && row.outcome !== null
    ? { key, kind: 'settled', outcome: row.outcome }
    : { key, kind: 'missing', missingClass: row.missingClass ?? 'endpoint' };
}
