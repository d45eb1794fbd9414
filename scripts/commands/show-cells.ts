/** `holdfast show ID --cells GLOB`: the cells that fit, with what was sent and what came back. */
import type { ExperimentRecord } from '../../domain/store.ts';
import { selectCells, type WantedCells } from '../cli/cell-selection.ts';
import { printInList, readableTurns, turnsOf } from '../cli/cell-text.ts';
import { print, printJson, say } from '../cli/output.ts';
import { openStudy, type Session } from '../cli/session.ts';

export async function showCells(
  session: Session,
  record: ExperimentRecord,
  wanted: WantedCells,
  json: boolean,
): Promise<void> {
  const study = await openStudy(session, record);
  const { rows, more } = await selectCells(session.store, record, study, wanted);
  const cells = await Promise.all(rows.map(async (row) => ({ ...row, turns: await turnsOf(session, row) })));
  if (json) {
    const readable = cells.map((cell) => ({ ...cell, turns: readableTurns(cell.turns) }));
    printJson({ id: record.id, cells: readable, more });
    return;
  }
  for (const [index, cell] of cells.entries()) {
    if (index > 0) print('');
    printInList(cell);
  }
  if (more) say(`\nThe first ${rows.length}; --limit says how many.`);
}
