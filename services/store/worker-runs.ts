/** Worker processes: what code ran where, for provenance. */
import type { ExperimentId } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { WorkerRun } from '../../domain/store.ts';
import type { Database } from './tables.ts';
import { write } from './write.ts';

export async function putWorkerRun(database: Database, run: WorkerRun): Promise<void> {
  await write(database, async (trx) => {
    await trx
      .insertInto('worker_runs')
      .values({
        id: run.id,
        started_at: run.startedAt,
        host: run.host,
        pid: run.pid,
        git_commit: run.gitCommit,
        lock_file_hash: run.lockFileHash,
        versions: canonicalJson(run.versions),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  });
}

/** Runs that settled a call or a cell of this experiment, the earliest first; `completions` counts their calls. */
export async function readWorkerRuns(
  database: Database,
  id: ExperimentId,
): Promise<(WorkerRun & { completions: number })[]> {
  const calls = database
    .selectFrom('ledger')
    .select(({ fn }) => ['worker_run', fn.countAll<number>().as('calls')])
    .where('experiment', '=', id)
    .groupBy('worker_run');
  const settledCells = database
    .selectFrom('cells')
    .select('worker_run')
    .distinct()
    .where('experiment', '=', id)
    .where('status', '=', 'settled');
  const rows = await database
    .selectFrom('worker_runs')
    .leftJoin(calls.as('counted'), 'counted.worker_run', 'worker_runs.id')
    .selectAll('worker_runs')
    .select('counted.calls')
    .where((eb) => eb.or([eb('counted.calls', 'is not', null), eb('worker_runs.id', 'in', settledCells)]))
    .orderBy('worker_runs.started_at')
    .orderBy('worker_runs.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    startedAt: row.started_at,
    host: row.host,
    pid: row.pid,
    gitCommit: row.git_commit,
    lockFileHash: row.lock_file_hash,
    versions: JSON.parse(row.versions) as Record<string, string>,
    completions: row.calls ?? 0,
  }));
}
