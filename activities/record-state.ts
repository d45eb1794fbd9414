/** The experiment's state into the store: `list` and `watch` read it there. */
import type { HoldfastActivities } from '../domain/experiment.ts';
import type { Studies, WorkerContext } from './context.ts';
import { asActivity } from './failures.ts';

export function makeRecordState(context: WorkerContext, studies: Studies): HoldfastActivities['recordState'] {
  return asActivity(async ({ home, experiment, state, detail }) => {
    await studies.get(home, experiment);
    await context.store.setState(experiment, state, detail ?? '');
  });
}
