/** Asks the workers whether every model is there and every key is taken, before an experiment is started. */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { WorkflowFailedError } from '@temporalio/client';
import type { ModelRef } from '../../domain/completion.ts';
import { UserError } from '../../domain/errors.ts';
import type { PreflightInput } from '../../domain/experiment.ts';
import { queueOf } from '../../domain/queues.ts';
import type { Study } from '../../families/family.ts';
import { paceOf } from './pace.ts';
import type { Session } from './session.ts';
import type { Temporal } from './temporal.ts';

/** Loading weights takes seconds; an endpoint that does not answer this long is down. */
const DEADLINE_MS = 60_000;

/** @throws UserError with what a worker found, or that none answers */
export async function preflight(session: Session, temporal: Temporal, study: Study): Promise<void> {
  const pace = paceOf(session.config);
  const byQueue = new Map<'inference' | 'inference-local', ModelRef[]>();
  const seen = new Set<string>();
  for (const thread of study.threads) {
    const model = study.modelOf(thread);
    const key = JSON.stringify(model);
    if (seen.has(key)) continue;
    seen.add(key);
    const queue = pace(model.endpoint).local ? 'inference-local' : 'inference';
    byQueue.set(queue, [...(byQueue.get(queue) ?? []), model]);
  }
  for (const [queue, models] of byQueue) {
    const input: PreflightInput = { home: session.home.id, models };
    try {
      await temporal.client.workflow.execute('preflight', {
        workflowId: `preflight/${session.home.id}/${randomUUID()}`,
        taskQueue: queueOf(session.home.id, 'main'),
        args: [input, queue],
        workflowExecutionTimeout: DEADLINE_MS,
      });
    } catch (error) {
      throw asUserError(error);
    }
  }
}

function asUserError(error: unknown): unknown {
  if (!(error instanceof WorkflowFailedError)) return error;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof TimeoutFailure) {
      return new UserError('No worker answers.', {
        remedy: 'Start one: npx holdfast up; its logs are in the home folder.',
      });
    }
    if (cause instanceof ApplicationFailure) return new UserError(cause.message);
  }
  return error;
}
