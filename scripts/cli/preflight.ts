/** Asks the workers whether every model and tool is there and every key is taken, before an experiment is started. */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { WorkflowFailedError } from '@temporalio/client';
import { UserError } from '../../domain/errors.ts';
import type { Lane, PreflightInput } from '../../domain/experiment.ts';
import { queueOf } from '../../domain/queues.ts';
import { modelsOf } from '../../families/block.ts';
import { planLanes } from '../../families/lanes.ts';
import { paceOf } from './pace.ts';
import type { Session } from './session.ts';
import type { SpecFile } from './spec-file.ts';
import type { Temporal } from './temporal.ts';

/** Loading weights takes seconds; an endpoint that does not answer this long is down. */
const DEADLINE_MS = 60_000;

/** @throws UserError with the line of the spec and what a worker found, or that none answers */
export async function preflight(session: Session, temporal: Temporal, spec: SpecFile): Promise<void> {
  const { study } = spec;
  const pace = paceOf(session.config, spec);
  const models = modelsOf(study.blocks);
  // One at a time, so that what is wrong is wrong with this one.
  for (const model of models) {
    const queue = pace(model.endpoint).local ? 'inference-local' : 'inference';
    await check({ models: [model] }, queue, spec.placeOfModel(model));
  }
  const { tools, programs } = study;
  if (tools.length === 0 && !programs) return;
  const queues = new Set(planLanes(study.blocks, pace, spec.execution).map((lane) => lane.queue));
  for (const queue of queues) await check({ models: [], tools, programs }, queue, spec.file);

  async function check(
    what: Omit<PreflightInput, 'home'>,
    queue: Lane['queue'],
    place: string,
  ): Promise<void> {
    const input: PreflightInput = { home: session.home.id, ...what };
    try {
      await temporal.client.workflow.execute('preflight', {
        workflowId: `preflight/${session.home.id}/${randomUUID()}`,
        taskQueue: queueOf(session.home.id, 'main'),
        args: [input, queue],
        workflowExecutionTimeout: DEADLINE_MS,
      });
    } catch (error) {
      throw asUserError(error, spec, place);
    }
  }
}

function asUserError(error: unknown, spec: SpecFile, place: string): unknown {
  if (!(error instanceof WorkflowFailedError)) return error;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof TimeoutFailure) {
      return new UserError('No worker answers.', {
        remedy: 'Start one: ./holdfast up; its logs are in the home folder.',
      });
    }
    if (cause instanceof ApplicationFailure) {
      // The worker's own remedy comes in the lines after the first.
      const [message = '', ...remedies] = cause.message.split('\n').map((line) => line.trim());
      return new UserError(message, {
        place,
        remedy: spec.withNeeds(remedies.join('\n  ') || './holdfast doctor says what is missing.'),
      });
    }
  }
  return error;
}
