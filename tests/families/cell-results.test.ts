/** Cells as an analysis reads them: in the study's order, in batches, and none left out in silence. */
import { Fault } from '../../domain/errors.ts';
import type { ExperimentId } from '../../domain/experiment.ts';
import { indexed } from '../../domain/indexed.ts';
import type { CellRecord } from '../../domain/store.ts';
import type { Block } from '../../families/block.ts';
import { listed, storedCells } from '../../families/cell-results.ts';

const ID = 'alignment/test/0123456789ab' as ExperimentId;

function block(from: number, cells: number): Block {
  return { models: [], threads: indexed(cells, (index) => [{ key: `c${from + index}` }]), cells };
}

/** A store that holds these cells, and how many it was asked for at once. */
function storeOf(keys: readonly string[]) {
  const asked: number[] = [];
  const rows = new Map(
    keys.map((key): [string, CellRecord] => [
      key,
      {
        key,
        status: 'settled',
        outcome: { status: 'ok' },
        missingClass: null,
        reason: null,
        completions: [],
      },
    ]),
  );
  return {
    asked,
    cells: (_id: ExperimentId, wanted?: readonly string[]) => {
      asked.push(wanted?.length ?? Infinity);
      return Promise.resolve(
        [...rows.values()].filter(({ key }) => wanted?.includes(key) !== false).reverse(),
      );
    },
    async *cellBatches() {
      yield await Promise.resolve([...rows.values()]);
    },
    cellCounts: () => Promise.resolve({ settled: rows.size, missing: {} }),
  };
}

test('they come in the order of the study, a batch at a time', async () => {
  const store = storeOf(['c9000', 'c2', 'c0', 'c5000']);
  const cells = await listed(storedCells(store, ID, [block(0, 6000), block(6000, 4000)], []));
  expect(cells.map(({ key }) => key)).toEqual(['c0', 'c2', 'c5000', 'c9000']);
  expect(Math.max(...store.asked)).toBeLessThan(5000);
});

test('a cell that no plan knows is a fault that names it; what another round may have asked is none', async () => {
  const read = (keys: readonly string[], known?: readonly Block[]) =>
    listed(storedCells(storeOf(keys), ID, [block(0, 10)], known));
  await expect(read(['c0', 'c12', 'stranger'], [block(0, 20)])).rejects.toThrow(Fault);
  await expect(read(['c0', 'c12', 'stranger'], [block(0, 20)])).rejects.toThrow(/1 cells .*'stranger'/);
  expect(await read(['c0', 'c12'], [block(0, 20)])).toHaveLength(1);
  expect(await read(['c0', 'stranger'])).toHaveLength(1);
});
