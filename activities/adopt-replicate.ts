/** A replicate of a stored experiment: the same spec under a label, with draws of its own. */
import { experimentId, type HoldfastActivities } from '../domain/experiment.ts';
import type { Studies, WorkerContext } from './context.ts';
import { asActivity } from './failures.ts';

export function makeAdoptReplicate(
  context: WorkerContext,
  studies: Studies,
): HoldfastActivities['adoptReplicate'] {
  return asActivity(async ({ home, template, label }) => {
    const { record } = await studies.get(home, template);
    const id = experimentId(record.family, record.name, record.specHash, label);
    if ((await context.store.experiment(id)) === undefined) {
      const now = Date.now();
      await context.store.putExperiment({
        ...record,
        ...{ id, label, state: 'running', detail: '', createdAt: now, updatedAt: now, results: {} },
      });
    }
    return id;
  });
}
