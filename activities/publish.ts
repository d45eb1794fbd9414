/** The canonical result and the report. The result's SHA-256 is the result hash: no times, attempts, spend or hosts. */
import { Fault } from '../domain/errors.ts';
import { canonicalJson } from '../domain/json.ts';
import type { PublishInput, ResultRef } from '../domain/experiment.ts';
import type { ExperimentRecord, Store } from '../domain/store.ts';
import { writeReport } from '../services/home/reports.ts';
import { pageContext } from './page-context.ts';
import type { Studies, WorkerContext } from './context.ts';
import { asActivity } from './failures.ts';

export function makePublish(
  context: WorkerContext,
  studies: Studies,
): (input: PublishInput) => Promise<ResultRef> {
  return asActivity(
    async ({ home, experiment, results, partial }) => {
      const opened = await studies.get(home, experiment);
      const { record, study } = opened;
      if (!partial) await checkWhole(context.store, record);
      const sha256 = await context.blobs.put(
        canonicalJson({
          spec: record.specHash,
          replicate: record.label,
          partial,
          parts: Object.fromEntries(results.map((result) => [result.name, result.sha256])),
        }),
      );
      await context.store.setResult(experiment, 'result', sha256);
      const page = await study.page(await pageContext(context, opened, partial));
      const report = await context.blobs.put(page);
      await context.store.setResult(experiment, 'report', report);
      writeReport(context.home, experiment, page);
      const headline = results.findLast((result) => result.headline !== undefined)?.headline;
      return { name: 'result', sha256, ...(headline === undefined ? {} : { headline }) };
    },
    { heartbeat: true },
  );
}

/**
 * A whole report is on every cell of the plan. A workflow that was started with other lanes than the stored plan would
 * leave some out without noticing.
 *
 * @throws Fault where cells were never tried
 */
export async function checkWhole(
  store: Pick<Store, 'cellCounts'>,
  { id, cells }: Pick<ExperimentRecord, 'id' | 'cells'>,
): Promise<void> {
  const { settled, missing } = await store.cellCounts(id);
  const tried = Object.values(missing).reduce((sum, count) => sum + count, settled);
  if (tried < cells) {
    throw new Fault(
      `${id} has ${cells} cells and only ${tried} were tried: its workflow ran on another plan`,
    );
  }
}
