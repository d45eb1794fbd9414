/** Worker processes: what code ran where, for provenance. */
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { WorkerRun } from '../../domain/store.ts';
import { numberOf } from './numbers.ts';
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
        code: canonicalJson(run.code),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  });
}

/** Runs that settled a call or a cell of this experiment, the earliest first, with how many of each. */
export async function readWorkerRuns(
  database: Database,
  id: ExperimentId,
): Promise<(WorkerRun & { completions: number; cells: number })[]> {
  const calls = database
    .selectFrom('ledger')
    .select(({ fn }) => ['worker_run', fn.countAll<number>().as('calls')])
    .where('experiment', '=', numberOf(id))
    .where('unanswered', 'is', null)
    .where('sandbox_ms', 'is', null)
    .groupBy('worker_run');
  const settledCells = database
    .selectFrom('cells')
    .select(({ fn }) => ['worker_run', fn.countAll<number>().as('cells')])
    .where('experiment', '=', numberOf(id))
    .where('status', '=', 'settled')
    .groupBy('worker_run');
  const rows = await database
    .selectFrom('worker_runs')
    .innerJoin('worker_numbers', 'worker_numbers.name', 'worker_runs.id')
    .leftJoin(calls.as('counted'), 'counted.worker_run', 'worker_numbers.number')
    .leftJoin(settledCells.as('settled'), 'settled.worker_run', 'worker_numbers.number')
    .selectAll('worker_runs')
    .select(['counted.calls', 'settled.cells'])
    .where((eb) => eb.or([eb('counted.calls', 'is not', null), eb('settled.cells', 'is not', null)]))
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
    code: JSON.parse(row.code) as Record<string, Sha256>,
    completions: row.calls ?? 0,
    cells: row.cells ?? 0,
  }));
}
