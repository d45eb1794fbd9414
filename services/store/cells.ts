/** Cells that were tried: what was observed, or why it is missing. */
import type { Outcome } from '../../domain/dialogue.ts';
import type { MissingClass } from '../../domain/errors.ts';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { CellRecord, CellStatus } from '../../domain/store.ts';
import { keyLists, powersOfTwo } from './batches.ts';
import { noteWorkers, numberOf } from './numbers.ts';
import { plainText } from './plain-text.ts';
import type { Database, Tables } from './tables.ts';
import { write } from './write.ts';

/** All cells, or those of these keys that are there; by key. */
export async function readCells(
  database: Database,
  id: ExperimentId,
  keys: readonly string[] | undefined,
): Promise<CellRecord[]> {
  const all = database.selectFrom('cells').selectAll().where('experiment', '=', numberOf(id)).orderBy('key');
  if (keys === undefined) return (await all.execute()).map(cellOf);
  const found: CellRecord[] = [];
  for (const list of keyLists(keys.toSorted(byCodeUnit))) {
    found.push(...(await all.where('key', 'in', list).execute()).map(cellOf));
  }
  return found;
}

/** Cells that are read at once. */
const BATCH = 4096;

/** All cells, or those of a status, by key; what is settled while they are read may be among them. */
export async function* readCellBatches(
  database: Database,
  id: ExperimentId,
  status?: CellStatus,
): AsyncGenerator<readonly CellRecord[]> {
  const all = database.selectFrom('cells').selectAll().where('experiment', '=', numberOf(id)).orderBy('key');
  const query = status === undefined ? all : all.where('status', '=', status);
  for (let last: string | undefined = ''; last !== undefined;) {
    const rows: Tables['cells'][] = await query.where('key', '>', last).limit(BATCH).execute();
    if (rows.length > 0) yield rows.map(cellOf);
    last = rows.length < BATCH ? undefined : rows.at(-1)?.key;
  }
}

export async function countCells(
  database: Database,
  id: ExperimentId,
): Promise<{ settled: number; missing: Partial<Record<MissingClass, number>> }> {
  const rows = await database
    .selectFrom('cells')
    .select(({ fn }) => ['status', 'missing_class', fn.countAll<number>().as('cells')])
    .where('experiment', '=', numberOf(id))
    .groupBy(['status', 'missing_class'])
    .execute();
  let settled = 0;
  const missing: Partial<Record<MissingClass, number>> = {};
  for (const row of rows) {
    if (row.status === 'settled') settled += row.cells;
    else if (row.missing_class !== null) missing[row.missing_class] = row.cells;
  }
  return { settled, missing };
}

/** First write wins among settled ones; a missing one gives way to whatever comes later. */
export async function writeCells(
  database: Database,
  id: ExperimentId,
  workerRun: string,
  cells: readonly CellRecord[],
): Promise<void> {
  const rows = onePerKey(cells).map((cell) => columnsOf(id, workerRun, cell));
  if (rows.length === 0) return;
  await write(database, async (trx) => {
    await noteWorkers(trx, [workerRun]);
    for (const run of powersOfTwo(rows)) {
      await trx
        .insertInto('cells')
        .values(run)
        .onConflict((conflict) =>
          conflict
            .columns(['experiment', 'key'])
            .doUpdateSet((eb) => ({
              status: eb.ref('excluded.status'),
              outcome: eb.ref('excluded.outcome'),
              missing_class: eb.ref('excluded.missing_class'),
              reason: eb.ref('excluded.reason'),
              completions: eb.ref('excluded.completions'),
              worker_run: eb.ref('excluded.worker_run'),
              at: eb.ref('excluded.at'),
            }))
            .where('cells.status', '=', 'missing'),
        )
        .execute();
    }
  });
}

/** One statement may not touch a row twice; and rows go in by key, so that two processes never wait for each other. */
function onePerKey(cells: readonly CellRecord[]): CellRecord[] {
  const kept = new Map<string, CellRecord>();
  for (const cell of cells) if (kept.get(cell.key)?.status !== 'settled') kept.set(cell.key, cell);
  return [...kept.values()].sort((a, b) => byCodeUnit(a.key, b.key));
}

function columnsOf(id: ExperimentId, workerRun: string, cell: CellRecord): Tables['cells'] {
  return {
    experiment: numberOf(id),
    key: cell.key,
    status: cell.status,
    outcome: cell.outcome === null ? null : canonicalJson(cell.outcome),
    missing_class: cell.missingClass,
    reason: cell.reason === null ? null : plainText(cell.reason),
    completions: JSON.stringify(cell.completions),
    worker_run: numberOf(workerRun),
    at: Date.now(),
  };
}

export function cellOf(row: Omit<Tables['cells'], 'experiment'>): CellRecord {
  return {
    key: row.key,
    status: row.status,
    outcome: row.outcome === null ? null : (JSON.parse(row.outcome) as Outcome),
    missingClass: row.missing_class,
    reason: row.reason,
    completions: JSON.parse(row.completions) as Sha256[],
  };
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
