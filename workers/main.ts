/** The main worker: workflows, thin activities, and calls to endpoints over HTTP. */
import { join } from 'node:path';
import { makeActivities } from '../activities/registry.ts';
import { queueOf } from '../domain/queues.ts';
import { openHome } from '../services/home/home.ts';
import { workflowBundle } from './bundle.ts';
import { openWorkerContext } from './context.ts';
import { checkOpenHistories } from './open-histories.ts';
import { installRuntime, runWorkers } from './run-workers.ts';
import { turnToServe } from './spare.ts';

installRuntime();
const bundle = await workflowBundle(join(openHome().folder, 'cache'));
await turnToServe();
const context = await openWorkerContext();
const activities = makeActivities(context);

await runWorkers(
  [
    {
      taskQueue: queueOf(context.home.id, 'main'),
      workflowBundle: bundle,
      activities: {
        nextRound: activities.nextRound,
        recordState: activities.recordState,
        adoptReplicate: activities.adoptReplicate,
      },
      maxConcurrentActivityTaskExecutions: 8,
      maxCachedWorkflows: 100,
      workflowTaskPollerBehavior: { type: 'autoscaling' },
      activityTaskPollerBehavior: { type: 'autoscaling' },
    },
    {
      taskQueue: queueOf(context.home.id, 'inference'),
      activities: { collectShard: activities.collectShard },
      // Shards share the dispatchers, which hold the real limits and go round by experiment: a slot only waits. As many as the
      // widest windows of eight studies, so that a study never waits for another's shards to end.
      maxConcurrentActivityTaskExecutions: 256,
      activityTaskPollerBehavior: { type: 'autoscaling' },
    },
    {
      taskQueue: queueOf(context.home.id, 'preflight'),
      activities: { preflight: activities.preflight },
      maxConcurrentActivityTaskExecutions: 4,
    },
  ],
  context.draining,
  () => checkOpenHistories(context, bundle),
);
await activities.close();
await context.close();
process.exit(0);
