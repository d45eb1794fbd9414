/** What servers say of themselves beside their answers, and which address an old answer came from. */
import type { SaidOfItself } from '../../domain/completion.ts';
import type { ExperimentId } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { SelfReport } from '../../domain/store.ts';
import type { Database } from './tables.ts';
import { write } from './write.ts';

/** Keeps it where it is new for this experiment, endpoint and model. */
export async function noteSelfReport(
  database: Database,
  experiment: ExperimentId,
  report: Omit<SelfReport, 'at'>,
  workerRun: string,
): Promise<void> {
  const { endpoint, model, said } = report;
  const row = {
    experiment,
    endpoint,
    model,
    said: canonicalJson({ ...said }),
    worker_run: workerRun,
    at: Date.now(),
  };
  await write(database, async (trx) => {
    await trx
      .insertInto('self_reports')
      .values(row)
      .onConflict((conflict) => conflict.columns(['experiment', 'endpoint', 'model', 'said']).doNothing())
      .execute();
  });
}

/** The earliest first. */
export async function readSelfReports(database: Database, experiment: ExperimentId): Promise<SelfReport[]> {
  const rows = await database
    .selectFrom('self_reports')
    .select(['endpoint', 'model', 'said', 'at'])
    .where('experiment', '=', experiment)
    .orderBy('at')
    .orderBy('said')
    .execute();
  return rows.map(({ endpoint, model, said, at }) => ({
    endpoint,
    model,
    said: JSON.parse(said) as SaidOfItself,
    at: Number(at),
  }));
}

export async function readEarlierAddresses(database: Database): Promise<Map<string, string>> {
  const rows = await database.selectFrom('earlier_addresses').selectAll().execute();
  return new Map(rows.map(({ endpoint, address }) => [endpoint, address]));
}
