/** Rows of the store as an analysis reads them: in the study's order, never in the order of settling, and a batch at a time. */
import { Fault } from '../domain/errors.ts';
import type { ExperimentId } from '../domain/experiment.ts';
import type { CellRecord, Store } from '../domain/store.ts';
import { type Block, cellsIn, threadsOf } from './block.ts';
import type { CellResult } from './family.ts';

/** Cells that were tried, in batches; it may be gone through again. */
export type Cells = AsyncIterable<readonly CellResult[]>;

const BATCH = 4096;

/**
 * The cells of these blocks that were tried.
 *
 * @param known all that may have been asked beside; undefined where cells of other rounds are left alone, unlooked at
 * @throws Fault, at the end, where a cell was settled that neither holds: its workflow ran on another plan
 */
export function storedCells(
  store: Pick<Store, 'cells' | 'cellCounts'>,
  id: ExperimentId,
  blocks: readonly Block[],
  known?: readonly Block[],
): Cells {
  return {
    async *[Symbol.asyncIterator]() {
      // Counted first: a cell that is settled while the others are read is no stranger.
      const tried = known === undefined ? 0 : await countTried(store, id);
      let found = 0;
      for (const keys of batches(blocks)) {
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

/** All of them at once, for an analysis that needs them beside one another. */
export async function listed(cells: Cells): Promise<CellResult[]> {
  const all: CellResult[] = [];
  for await (const batch of cells) for (const cell of batch) all.push(cell);
  return all;
}

/** Cells that are there already, as a study reads them. */
export function batchesOf(results: readonly CellResult[]): Cells {
  return {
    async *[Symbol.asyncIterator]() {
      for (let from = 0; from < results.length; from += BATCH)
        yield await Promise.resolve(results.slice(from, from + BATCH));
    },
  };
}

function* batches(blocks: readonly Block[]): Generator<readonly string[]> {
  let keys: string[] = [];
  for (const { key } of cellsIn(threadsOf(blocks))) {
    keys.push(key);
    if (keys.length < BATCH) continue;
    yield keys;
    keys = [];
  }
  if (keys.length > 0) yield keys;
}

async function countTried(store: Pick<Store, 'cellCounts'>, id: ExperimentId): Promise<number> {
  const { settled, missing } = await store.cellCounts(id);
  return Object.values(missing).reduce((sum, count) => sum + count, settled);
}

/** Rounds that a rule would not come to today may have left cells behind; any other cell is nobody's. */
async function refuseStrangers(
  store: Pick<Store, 'cells'>,
  id: ExperimentId,
  known: readonly Block[],
): Promise<void> {
  const strangers = new Set((await store.cells(id)).map(({ key }) => key));
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
