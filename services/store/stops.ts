/** Models whose answers are of no use to an experiment as it asks them: nothing more is sent there until a person says `retry`. */
import type { ExperimentId } from '../../domain/experiment.ts';
import type { Stop } from '../../domain/store.ts';
import { plainText } from './plain-text.ts';
import type { Database } from './tables.ts';
import { write } from './write.ts';

/** The first of a trial stands. */
export async function putStop(
  database: Database,
  experiment: ExperimentId,
  { trial, endpoint, model, kind, missingClass, reason }: Stop,
  workerRun: string,
): Promise<void> {
  const row = {
    ...{ experiment, trial, endpoint, model, kind, missing_class: missingClass },
    ...{ reason: plainText(reason), worker_run: workerRun, at: Date.now() },
  };
  await write(database, async (trx) => {
    await trx
      .insertInto('stops')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

export async function readStops(
  database: Database,
  experiment: ExperimentId,
  trial: string,
): Promise<Stop[]> {
  const rows = await database
    .selectFrom('stops')
    .select(['endpoint', 'model', 'kind', 'missing_class', 'reason'])
    .where('experiment', '=', experiment)
    .where('trial', '=', trial)
    .orderBy('at')
    .execute();
  return rows.map(({ missing_class: missingClass, ...row }) => ({ ...row, trial, missingClass }));
}
