/**
 * Programs that models wrote and that take long, in a process of their own: it has no keys of endpoints in its environment, and
 * what a program does to it takes nothing else along.
 */
import { Studies } from '../activities/context.ts';
import { Programs, longProgramsAtOnce } from '../activities/programs.ts';
import { makeRunProgram } from '../activities/run-program.ts';
import { queueOf } from '../domain/queues.ts';
import { openWorkerContext } from './context.ts';
import { installRuntime, runWorkers } from './run-workers.ts';

installRuntime();
const context = await openWorkerContext({ asks: false });
const atOnce = longProgramsAtOnce();
const programs = new Programs({ atOnce });

await runWorkers(
  [
    {
      taskQueue: queueOf(context.home.id, 'sandbox'),
      activities: { runProgram: makeRunProgram(context, new Studies(context), programs) },
      // A program that has begun runs: one that waited in here would wait with its heartbeat, out of other workers' reach.
      maxConcurrentActivityTaskExecutions: atOnce,
    },
  ],
  context.draining,
);
await programs.close();
await context.close();
process.exit(0);
