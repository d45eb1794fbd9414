/**
 * What a dead worker held is given back at once. Temporal notices a lost worker by its heartbeats only, after 10 s and
 * more; on one machine the supervisor sees it die. (Workers on other machines are still found by their heartbeats.)
 */
import { hostname } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { Home } from '../services/home/home.ts';
import { temporalTarget } from '../services/temporal-server/connect.ts';

/** The type of the failure that a lost worker's activities end with; they are retried as after a missed heartbeat. */
export const WORKER_LOST = 'WorkerLost';

const STARTED = proto.temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;

/** How a worker process calls itself to Temporal. */
export function workerIdentity(pid: number | undefined): string {
  return `${pid ?? 0}@${hostname()}`;
}

/**
 * Ends the activities that this worker had begun, so that they are tried again, and frees the workflows whose next task
 * would be kept for it.
 *
 * @returns how many activities were given back
 */
export async function releaseLost(home: Home, identity: string): Promise<number> {
  const { connection: options, namespace } = temporalTarget(home);
  const connection = await Connection.connect(options);
  try {
    const client = new Client({ connection, namespace });
    const open = client.workflow.list({
      query: `ExecutionStatus = 'Running' AND HoldfastHome = '${home.id}'`,
    });
    let released = 0;
    for await (const { workflowId, runId } of open) {
      const execution = { workflowId, runId };
      const [{ raw }] = await Promise.all([
        client.workflow.getHandle(workflowId, runId).describe(),
        connection.workflowService.resetStickyTaskQueue({ namespace, execution }),
      ]);
      const lost = (raw.pendingActivities ?? []).filter(
        ({ state, lastWorkerIdentity }) => state === STARTED && lastWorkerIdentity === identity,
      );
      const failure = ApplicationFailure.create({
        type: WORKER_LOST,
        message: 'the worker died with it',
        nextRetryDelay: '100 ms',
      });
      const ends = await Promise.allSettled(
        lost.map(({ activityId }) =>
          client.activity.fail({ ...execution, activityId: activityId ?? '' }, failure),
        ),
      );
      // One that is not there any more has been given back by its heartbeat in the meantime.
      released += ends.filter(({ status }) => status === 'fulfilled').length;
    }
    return released;
  } finally {
    await connection.close();
  }
}
