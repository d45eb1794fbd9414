/**
 * Asks the workers whether every model and tool is there and every key is taken, before an experiment is started. An activity
 * of no workflow: the list of workflows holds studies and nothing else.
 */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure, defineSearchAttributeKey, TimeoutFailure } from '@temporalio/common';
import {
  ActivityExecutionFailedError,
  type Client,
  ServiceError,
  WorkflowFailedError,
} from '@temporalio/client';
import { UserError } from '../../domain/errors.ts';
import type { Lane, PreflightFound, PreflightInput } from '../../domain/experiment.ts';
import { queueOf } from '../../domain/queues.ts';
import { modelsOf } from '../../families/block.ts';
import { planLanes } from '../../families/lanes.ts';
import { paceOf } from './pace.ts';
import type { Session } from './session.ts';
import type { SpecFile } from './spec-file.ts';
import type { Temporal } from './temporal.ts';

/** Loading weights takes seconds; an endpoint that does not answer this long is down. */
const DEADLINE_MS = 60_000;
/** Loading weights takes seconds; a second attempt only helps where a worker was lost. */
const ATTEMPT_MS = 45_000;
/** gRPC's UNIMPLEMENTED: the server is older than activities of no workflow, or has them switched off. */
const UNIMPLEMENTED = 12;

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
    const asked = what.models[0]?.model ?? 'tools and programs';
    try {
      await ask(temporal.client, input, queue, `preflight of ${spec.name}: ${asked}`);
    } catch (error) {
      throw asUserError(error, spec, place);
    }
  }
}

async function ask(
  client: Client,
  input: PreflightInput,
  queue: Lane['queue'],
  summary: string,
): Promise<void> {
  const id = `preflight/${input.home}/${randomUUID()}`;
  try {
    await client.activity.execute('preflight', {
      ...{ id, summary, args: [input] },
      taskQueue: queueOf(input.home, queue === 'inference' ? 'preflight' : 'preflight-local'),
      scheduleToCloseTimeout: DEADLINE_MS,
      startToCloseTimeout: ATTEMPT_MS,
      retry: { maximumAttempts: 2 },
      typedSearchAttributes: [
        { key: defineSearchAttributeKey('HoldfastHome', 'KEYWORD'), value: input.home },
      ],
    });
  } catch (error) {
    if (!isUnimplemented(error)) throw error;
    await askInWorkflow(client, id, input, queue);
  }
}

/** It is completed whatever it finds: a check that found something is no workflow that failed. */
async function askInWorkflow(
  client: Client,
  workflowId: string,
  input: PreflightInput,
  queue: Lane['queue'],
): Promise<void> {
  const found = await client.workflow.execute<
    (...args: [PreflightInput, Lane['queue']]) => Promise<PreflightFound>
  >('preflight', {
    ...{ workflowId, args: [input, queue] },
    taskQueue: queueOf(input.home, 'main'),
    workflowExecutionTimeout: DEADLINE_MS,
  });
  if (found.problem !== undefined) throw ApplicationFailure.nonRetryable(found.problem);
}

function isUnimplemented(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : undefined;
  return cause !== undefined && 'code' in cause && cause.code === UNIMPLEMENTED;
}

function asUserError(error: unknown, spec: SpecFile, place: string): unknown {
  const first = error instanceof ApplicationFailure ? error : causeOf(error);
  for (let cause: unknown = first; cause instanceof Error; cause = cause.cause) {
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

function causeOf(error: unknown): unknown {
  const isFailure = error instanceof ActivityExecutionFailedError || error instanceof WorkflowFailedError;
  return isFailure ? error.cause : undefined;
}
