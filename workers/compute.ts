/**
 * Fits and reports, in a process of their own: a fit holds its event loop for seconds, and the process that heartbeats
 * paid calls must never be held.
 */
import { makeActivities } from '../activities/registry.ts';
import { queueOf } from '../domain/queues.ts';
import { openWorkerContext } from './context.ts';
import { installRuntime, runWorkers } from './run-workers.ts';

installRuntime();
const context = await openWorkerContext();
const activities = makeActivities(context);

await runWorkers(
  [
    {
      taskQueue: queueOf(context.home.id, 'compute'),
      activities: {
        nextRound: activities.nextRound,
        analyse: activities.analyse,
        headline: activities.headline,
        publish: activities.publish,
      },
      // A fit spreads over the worker threads by itself; two at a time keep a headline from waiting behind a fit.
      maxConcurrentActivityTaskExecutions: 2,
    },
  ],
  context.draining,
);
await activities.close();
await context.close();
process.exit(0);
