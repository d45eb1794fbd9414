/** The family's headline figure on what is settled so far, for the run card. */
import type { HoldfastActivities } from '../domain/experiment.ts';
import { changesOf } from '../families/who-answers.ts';
import type { Studies, WorkerContext } from './context.ts';
import { asActivity } from './failures.ts';
import { collectedOf } from './rounds.ts';

export function makeHeadline(context: WorkerContext, studies: Studies): HoldfastActivities['headline'] {
  return asActivity(async ({ home, experiment }) => {
    const opened = await studies.get(home, experiment);
    const figure = await opened.study.headline(await collectedOf(context, opened));
    const changes = changesOf(await context.store.selfReports(experiment));
    return [figure, ...changes].filter((part) => part !== '').join('; ');
  });
}
