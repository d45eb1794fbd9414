/** The experiment's state into the store: `list` and `watch` read it there, and a later `run` what it carries over. */
import type { HoldfastActivities } from '../domain/experiment.ts';
import { checkHome, type WorkerContext } from './context.ts';
import { asActivity } from './failures.ts';

export function makeRecordState(context: WorkerContext): HoldfastActivities['recordState'] {
  return asActivity(async ({ home, experiment, state, detail, carried }) => {
    checkHome(context, home);
    await context.store.setState(experiment, state, detail ?? '', carried);
  });
}
