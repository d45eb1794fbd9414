/** What servers say of themselves beside their answers, and which address an old answer came from. */
import type { SaidOfItself } from '../../domain/completion.ts';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Blobs, SelfReport } from '../../domain/store.ts';
import { readCompletions } from './completions.ts';
import type { Database } from './tables.ts';
import { write } from './write.ts';

/** Keeps it where it is new for this experiment, endpoint and model. Who said something first is never a matter of clocks. */
export async function noteSelfReport(
  database: Database,
  experiment: ExperimentId,
  report: Omit<SelfReport, 'at'>,
  workerRun: string,
): Promise<void> {
  const { endpoint, model } = report;
  const said = canonicalJson({ ...report.said });
  await write(database, async (trx) => {
    const before = await trx
      .selectFrom('self_reports')
      .select('at')
      .where('experiment', '=', experiment)
      .where('endpoint', '=', endpoint)
      .where('model', '=', model)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    const at = Math.max(Date.now(), Number(before?.at ?? 0) + 1);
    await trx
      .insertInto('self_reports')
      .values({ experiment, endpoint, model, said, worker_run: workerRun, at })
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

/**
 * What servers said to this experiment with none of these answers, as it is kept. All of them are read only where one of it
 * is borne out by none.
 */
export async function saidWithNone(
  database: Database,
  blobs: Blobs,
  experiment: ExperimentId,
  answers: AsyncIterable<readonly Sha256[]>,
): Promise<string[]> {
  const rows = await database
    .selectFrom('self_reports')
    .select('said')
    .where('experiment', '=', experiment)
    .execute();
  const open = new Set(rows.map(({ said }) => said));
  if (open.size === 0) return [];
  for await (const batch of answers) {
    if (open.size === 0) break;
    for (const { saidOfItself } of (await readCompletions(database, blobs, batch)).values())
      if (saidOfItself !== undefined) open.delete(canonicalJson({ ...saidOfItself }));
  }
  return [...open];
}

export async function readEarlierAddresses(database: Database): Promise<Map<string, string>> {
  const rows = await database.selectFrom('earlier_addresses').selectAll().execute();
  return new Map(rows.map(({ endpoint, address }) => [endpoint, address]));
}
