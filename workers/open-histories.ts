/**
 * Replays open experiments against this code when a worker starts, and says which would break: a changed workflow
 * otherwise stands still with nothing but a task that fails again and again. The worker is at work meanwhile, for a task
 * that fails changes nothing.
 */
import { Connection, Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { WorkerContext } from '../activities/context.ts';
import type { ExperimentId } from '../domain/experiment.ts';
import { messageOf } from '../domain/errors.ts';
import { temporalTarget } from '../services/temporal-server/connect.ts';
import { log } from './run-workers.ts';

/** @returns ids of the experiments whose histories this code cannot replay */
export async function checkOpenHistories(
  context: WorkerContext,
  workflowBundle: { readonly code: string },
): Promise<string[]> {
  const { connection: options, namespace } = temporalTarget(context.home);
  const connection = Connection.lazy(options);
  const broken: string[] = [];
  try {
    const client = new Client({ connection, namespace });
    const open = client.workflow.list({
      query: `ExecutionStatus = 'Running' AND HoldfastHome = '${context.home.id}'`,
    });
    // Not in debug mode, the default of a replay: it runs on this thread and leaves a hook on every promise behind.
    const replay = { workflowBundle, debugMode: false };
    for await (const replayed of Worker.runReplayHistories(replay, open.intoHistories())) {
      if (replayed.error === undefined) continue;
      broken.push(replayed.workflowId);
      log.error({ experiment: replayed.workflowId }, 'this code cannot replay an open experiment');
      // A schedule's own workflow is in no store.
      if ((await context.store.experiment(replayed.workflowId as ExperimentId)) === undefined) continue;
      await context.store.setState(
        replayed.workflowId as ExperimentId,
        'blocked',
        `this code cannot continue it (${messageOf(replayed.error).slice(0, 300)}): ` +
          `go back to the version that started it, or terminate it and run its spec again; settled calls are kept`,
      );
    }
  } catch (error) {
    // Search attributes of a new server may need a moment; a failed check must not keep the worker from its work.
    log.warn({ reason: messageOf(error) }, 'open histories could not be checked');
  } finally {
    await connection.close();
  }
  return broken;
}
