/** Why activities of an experiment were tried again, read from its histories. */
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { UpRecord } from '../../services/temporal-server/connect.ts';

const HEARTBEAT = proto.temporal.api.enums.v1.TimeoutType.TIMEOUT_TYPE_HEARTBEAT;

/** Counts by type of failure; `heartbeat` where a worker was missed by its heartbeats. An activity tells of its last one. */
export async function retryReasons(up: UpRecord, id: string): Promise<Readonly<Record<string, number>>> {
  const connection = await Connection.connect({ address: up.address });
  try {
    const client = new Client({ connection, namespace: up.namespace });
    const counts: Record<string, number> = {};
    const runs = client.workflow.list({ query: `WorkflowId STARTS_WITH '${id}'` });
    for await (const { workflowId, runId } of runs) {
      const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      for (const { activityTaskStartedEventAttributes: started } of events ?? []) {
        const failure = started?.lastFailure;
        if (failure === undefined || failure === null) continue;
        const isMissed = failure.timeoutFailureInfo?.timeoutType === HEARTBEAT;
        const reason = isMissed ? 'heartbeat' : (failure.applicationFailureInfo?.type ?? 'other');
        counts[reason] = (counts[reason] ?? 0) + 1;
      }
    }
    return counts;
  } finally {
    await connection.close();
  }
}
