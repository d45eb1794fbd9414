/** Asks the worker that will call some models whether they are there. `holdfast run` starts it before an experiment. */
import { proxyActivities } from '@temporalio/workflow';
import type { HoldfastActivities, PreflightInput } from '../domain/experiment.ts';
import { queueOf } from '../domain/queues.ts';

export async function preflight(
  input: PreflightInput,
  queue: 'inference' | 'inference-local',
): Promise<void> {
  const activities = proxyActivities<Pick<HoldfastActivities, 'preflight'>>({
    taskQueue: queueOf(input.home, queue === 'inference' ? 'preflight' : 'preflight-local'),
    // Loading weights takes seconds; a second attempt only helps where a worker was lost.
    startToCloseTimeout: '45 s',
    retry: { maximumAttempts: 2 },
  });
  await activities.preflight(input);
}
