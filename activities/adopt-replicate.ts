/** A replicate of a stored experiment: the same spec under a label, with draws of its own. */
import { Fault } from '../domain/errors.ts';
import {
  experimentId,
  type Adopted,
  type ExperimentId,
  type HoldfastActivities,
  type HomeId,
} from '../domain/experiment.ts';
import type { ExperimentRecord } from '../domain/store.ts';
import type { Studies, WorkerContext } from './context.ts';
import { asActivity } from './failures.ts';

export function makeAdoptReplicate(
  context: WorkerContext,
  studies: Studies,
): HoldfastActivities['adoptReplicate'] {
  return asActivity((input) => adoptReplicate(context, studies, input));
}

export async function adoptReplicate(
  context: Pick<WorkerContext, 'store'>,
  studies: Studies,
  input: { readonly home: HomeId; readonly template: ExperimentId; readonly label: string },
): Promise<Adopted> {
  const template = await studies.record(input.home, input.template);
  const id = experimentId(template.family, template.name, template.specHash, input.label);
  if ((await context.store.upkeep.removals(template.id)).length > 0) {
    throw new Fault(
      "persons' data were removed from what this schedule starts: delete it, and create it anew with a file that is without them",
    );
  }
  const known = await context.store.experiment(id);
  if (known === undefined) await context.store.putExperiment(replicate(template, id, input.label));
  return { experiment: id };
}

function replicate(template: ExperimentRecord, id: ExperimentId, label: string): ExperimentRecord {
  const now = Date.now();
  const { carried: _, ...execution } = template.execution;
  return {
    ...template,
    ...{ id, label, execution, state: 'running', detail: '', createdAt: now, updatedAt: now, results: {} },
  };
}
