/** The family's headline figure on what is settled so far, for the run card. */
import type { HoldfastActivities } from '../domain/experiment.ts';
import { changesOf } from '../families/who-answers.ts';
import { cellResults } from '../families/cell-results.ts';
import type { Studies, WorkerContext } from './context.ts';
import { asActivity } from './failures.ts';

export function makeHeadline(context: WorkerContext, studies: Studies): HoldfastActivities['headline'] {
  return asActivity(async ({ home, experiment }) => {
    const { study } = await studies.get(home, experiment);
    const figure = study.headline(cellResults(study, await context.store.cells(experiment)));
    const changes = changesOf(await context.store.selfReports(experiment));
    return [figure, ...changes].filter((part) => part !== '').join('; ');
  });
}
