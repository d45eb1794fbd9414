/** Embedded models, in a process of their own: a native crash must not take the workflows along. */
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
      taskQueue: queueOf(context.home.id, 'inference-local'),
      activities: { collectShard: activities.collectShard },
      // One model answers one request at a time; a second shard keeps it busy while the first is committed.
      maxConcurrentActivityTaskExecutions: 2,
    },
    {
      taskQueue: queueOf(context.home.id, 'preflight-local'),
      activities: { preflight: activities.preflight },
      maxConcurrentActivityTaskExecutions: 2,
    },
  ],
  context.draining,
);
await activities.close();
await context.close();
process.exit(0);
