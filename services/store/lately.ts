/** How many cells settled when: what the time left is reckoned from. */
import { sql } from 'kysely';
import type { ExperimentId } from '../../domain/experiment.ts';
import { numberOf } from './numbers.ts';
import type { Database } from './tables.ts';

/** As `Store.settledLately`. */
export async function settledLately(
  database: Database,
  id: ExperimentId,
  since: number,
  until: number,
  stretches: number,
): Promise<number[]> {
  const stretch = sql<number>`cast((at - ${since}) * ${stretches} / ${until - since} as integer)`;
  const rows = await database
    .selectFrom('cells')
    .select(({ fn }) => [stretch.as('stretch'), fn.countAll<number>().as('cells')])
    .where('experiment', '=', numberOf(id))
    .where('status', '=', 'settled')
    .where('at', '>=', since)
    .where('at', '<', until)
    .groupBy('stretch')
    .execute();
  const cells = new Array<number>(stretches).fill(0);
  for (const row of rows) cells[row.stretch] = row.cells;
  return cells;
}
