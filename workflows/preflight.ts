/**
 * Asks the worker that will call some models whether they are there, where the server has no activities outside workflows.
 * `holdfast run` starts it before an experiment.
 */
import { ActivityFailure, ApplicationFailure, proxyActivities } from '@temporalio/workflow';
import type { HoldfastActivities, PreflightFound, PreflightInput } from '../domain/experiment.ts';
import { queueOf } from '../domain/queues.ts';

/** Completed whatever it finds: only a lost worker fails it. */
export async function preflight(
  input: PreflightInput,
  queue: 'inference' | 'inference-local',
): Promise<PreflightFound> {
  const activities = proxyActivities<Pick<HoldfastActivities, 'preflight'>>({
    taskQueue: queueOf(input.home, queue === 'inference' ? 'preflight' : 'preflight-local'),
    // Loading weights takes seconds; a second attempt only helps where a worker was lost.
    startToCloseTimeout: '45 s',
    retry: { maximumAttempts: 2 },
  });
  try {
    await activities.preflight(input);
    return {};
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : undefined;
    if (cause instanceof ApplicationFailure) return { problem: cause.message };
    throw error;
  }
}
