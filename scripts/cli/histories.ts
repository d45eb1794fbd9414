/** Histories of experiments in Temporal, which outlive their rows unless they are deleted too. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, isGrpcServiceError } from '@temporalio/client';
import { messageOf, UserError } from '../../domain/errors.ts';
import type { ExperimentId } from '../../domain/experiment.ts';
import type { Home } from '../../services/home/home.ts';
import { withServerAlone } from '../../services/temporal-server/alone.ts';
import { hasProfile } from '../../services/temporal-server/connect.ts';
import { withTemporal } from './temporal.ts';

const PATIENCE_MS = 60_000;
/** gRPC's code. */
const NOT_FOUND = 5;

export interface Histories {
  /** Runs whose history went. */
  readonly deleted: number;
  /** Why some may be left; undefined where none is. */
  readonly left?: string;
}

/**
 * Deletes every run of these experiments. Where nothing runs for the home its server is started for that moment.
 *
 * @param isAlone the home is claimed: no `up` has it
 */
export async function deleteHistories(
  home: Home,
  ids: readonly ExperimentId[],
  isAlone: boolean,
): Promise<Histories> {
  if (isAlone && !hasProfile() && !existsSync(home.temporalDatabase)) return { deleted: 0 };
  try {
    if (isAlone && !hasProfile()) {
      return await withServerAlone(home, async (connection) => {
        const client = new Client({ connection });
        const deleted = (await deleteAll(client, 'default', ids)).length;
        if (await untilGone(client, ids)) return { deleted };
        return { deleted, left: `histories of ${ids.join(', ')} are still in Temporal: it takes its time` };
      });
    }
    return await withTemporal(home, async ({ client, namespace }) => ({
      deleted: (await deleteAll(client, namespace, ids)).length,
    }));
  } catch (error) {
    const why = error instanceof UserError ? error.describe() : messageOf(error);
    return { deleted: 0, left: `histories of ${ids.join(', ')} stay in Temporal: ${why}` };
  }
}

async function deleteAll(client: Client, namespace: string, ids: readonly ExperimentId[]): Promise<string[]> {
  const runs: string[] = [];
  for (const workflowId of ids) {
    for (const runId of await runsOf(client, workflowId)) {
      if (await deleteRun(client, namespace, { workflowId, runId })) runs.push(runId);
    }
  }
  return runs;
}

/** @returns false where it was deleted before: the list is behind */
async function deleteRun(
  client: Client,
  namespace: string,
  workflowExecution: { readonly workflowId: string; readonly runId: string },
): Promise<boolean> {
  try {
    await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return false;
    throw error;
  }
}

/** A server that goes on does it in its own time; one that is about to end has to be waited for. */
async function untilGone(client: Client, ids: readonly ExperimentId[]): Promise<boolean> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(100)) {
    const left = await Promise.all(ids.map((id) => runsOf(client, id)));
    if (left.some((runs) => runs.length > 0)) continue;
    // Events go a moment after their entry in the list.
    await sleep(1000);
    return true;
  }
  return false;
}

async function runsOf(client: Client, id: ExperimentId): Promise<string[]> {
  const runs: string[] = [];
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${id}'` })) runs.push(runId);
  return runs;
}
