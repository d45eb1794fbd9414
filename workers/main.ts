/** The main worker: workflows, fits on worker threads, and calls to endpoints over HTTP. */
import { makeActivities } from '../activities/registry.ts';
import { queueOf } from '../domain/queues.ts';
import { workflowBundle } from './bundle.ts';
import { openWorkerContext } from './context.ts';
import { checkOpenHistories } from './open-histories.ts';
import { installRuntime, runWorkers } from './run-workers.ts';

installRuntime();
const context = await openWorkerContext();
const activities = makeActivities(context);
const bundle = await workflowBundle();
await checkOpenHistories(context, bundle);

await runWorkers([
  {
    taskQueue: queueOf(context.home.id, 'main'),
    workflowBundle: bundle,
    activities: {
      recordState: activities.recordState,
      publish: activities.publish,
      adoptReplicate: activities.adoptReplicate,
    },
    maxConcurrentActivityTaskExecutions: 8,
    maxCachedWorkflows: 100,
    workflowTaskPollerBehavior: { type: 'autoscaling' },
    activityTaskPollerBehavior: { type: 'autoscaling' },
  },
  {
    taskQueue: queueOf(context.home.id, 'compute'),
    activities: { analyse: activities.analyse, headline: activities.headline },
    // A fit spreads over the worker threads by itself; two at a time keep a headline from waiting behind a fit.
    maxConcurrentActivityTaskExecutions: 2,
  },
  {
    taskQueue: queueOf(context.home.id, 'inference'),
    activities: { collectShard: activities.collectShard, preflight: activities.preflight },
    // Shards share the dispatchers, which hold the real limits: a slot only waits.
    maxConcurrentActivityTaskExecutions: 64,
    activityTaskPollerBehavior: { type: 'autoscaling' },
  },
]);
await activities.close();
await context.close();
process.exit(0);
