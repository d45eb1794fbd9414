/** A real Temporal server, and workers on all queues of one home, for the tests of a file. */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { defineSearchAttributeKey, type TypedSearchAttributes } from '@temporalio/common';
import type { WorkflowHandle, WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import {
  experimentId,
  type HomeId,
  type Lane,
  type Progress,
  type ResultRef,
  type Sha256,
  type Start,
  workflowTypeOf,
} from '../../domain/experiment.ts';
import { PROGRESS, queueOf, SEARCH_ATTRIBUTES, type QueueName } from '../../domain/queues.ts';
import { detailsOf, type LabBook, summaryOf } from '../../domain/lab-book.ts';
import { sha256Hex } from '../../domain/sha256.ts';
import { temporalBinary } from '../../services/temporal-server/binary.ts';
import { workflowBundle } from '../../workers/bundle.ts';
import type { Cursor } from '../../workflows/kernel/cursor.ts';
import { activitiesOf, type FarSide } from './far-side.ts';

export const HOME = 'test-home' as HomeId;
const QUEUES: readonly QueueName[] = ['main', 'compute', 'sandbox', 'inference', 'inference-local'];

/** What a test changes of a start, and the lanes of its only round. */
type Changes = Partial<Start> & { readonly lanes?: readonly Lane[] };

const TWENTY: readonly Lane[] = [{ queue: 'inference', shards: 20, window: 4 }];

export type Handle = WorkflowHandleWithFirstExecutionRunId<
  (start: Start, cursor?: Cursor) => Promise<ResultRef>
>;

export class House {
  readonly env: TestWorkflowEnvironment;
  readonly #sides: Map<string, FarSide>;
  #workers: readonly Worker[];
  #runs: readonly Promise<void>[];

  readonly #workflows: string | undefined;

  constructor(
    env: TestWorkflowEnvironment,
    sides: Map<string, FarSide>,
    workers: readonly Worker[],
    workflows?: string,
  ) {
    this.env = env;
    this.#sides = sides;
    this.#workflows = workflows;
    this.#workers = workers;
    this.#runs = workers.map((worker) => worker.run());
  }

  /**
   * @param settings dynamic configuration of the server, as `key=value`
   * @param workflows a test's own, by the module that exports them; the house's where absent
   */
  static async open(settings: readonly string[] = [], workflows?: string): Promise<House> {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const env = await TestWorkflowEnvironment.createLocal({
      server: {
        executable: { type: 'existing-path', path: temporalBinary() },
        extraArgs: settings.flatMap((setting) => ['--dynamic-config-value', setting]),
        searchAttributes: Object.keys(SEARCH_ATTRIBUTES).map((name) =>
          defineSearchAttributeKey(name, 'KEYWORD'),
        ),
      },
    });
    const sides = new Map<string, FarSide>();
    return new House(env, sides, await workersOf(env, sides, workflows), workflows);
  }

  async close(): Promise<void> {
    await this.#shutDown();
    await this.env.teardown();
  }

  /** Its workers end, and others begin that know nothing. */
  async restart(): Promise<void> {
    await this.#shutDown();
    this.#workers = await workersOf(this.env, this.#sides, this.#workflows);
    this.#runs = this.#workers.map((worker) => worker.run());
  }

  async #shutDown(): Promise<void> {
    for (const worker of this.#workers) worker.shutdown();
    await Promise.all(this.#runs);
  }

  /** Starts what a schedule starts, as if it had fired. */
  async fire(
    name: string,
    side: FarSide,
    phase: TypedSearchAttributes,
    memo?: LabBook,
  ): Promise<WorkflowHandle> {
    const template = startOf(name);
    if (side.script.rounds === undefined) side.lanes = TWENTY;
    this.#sides.set(template.experiment, side);
    return this.env.client.workflow.start('scheduled', {
      workflowId: `scheduled/${name}-2026-11-23T03:00:00Z`,
      taskQueue: queueOf(HOME, 'main'),
      args: [template],
      typedSearchAttributes: phase,
      ...(memo === undefined ? {} : { memo }),
    });
  }

  /** Starts an experiment as `holdfast run` does, or in the middle: from a cursor. */
  async run(
    name: string,
    side: FarSide,
    changes: Changes = {},
    cursor?: Cursor,
    memo?: LabBook,
  ): Promise<Handle> {
    const { lanes, ...ofStart } = changes;
    const start = startOf(name, ofStart);
    if (side.script.rounds === undefined) side.lanes = lanes ?? TWENTY;
    this.#sides.set(start.experiment, side);
    return this.env.client.workflow.start(workflowTypeOf(start.family), {
      workflowId: start.experiment,
      taskQueue: queueOf(HOME, 'main'),
      args: cursor === undefined ? [start] : [start, cursor],
      ...(memo === undefined ? {} : { memo, staticSummary: summaryOf(memo), staticDetails: detailsOf(memo) }),
    });
  }
}

async function workersOf(
  env: TestWorkflowEnvironment,
  sides: Map<string, FarSide>,
  workflows?: string,
): Promise<Worker[]> {
  const bundle = await (workflows === undefined ? workflowBundle() : bundleOf(workflows));
  return Promise.all(
    QUEUES.map((queue) =>
      Worker.create({
        connection: env.nativeConnection,
        taskQueue: queueOf(HOME, queue),
        activities: activitiesOf(sides),
        maxHeartbeatThrottleInterval: '200 ms',
        ...(queue === 'main' ? { workflowBundle: bundle } : {}),
      }),
    ),
  );
}

export function bundleOf(workflowsPath: string): Promise<{ code: string }> {
  return bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
}

export function startOf(name: string, changes: Partial<Start> = {}): Start {
  const family = changes.family ?? 'alignment';
  return {
    home: HOME,
    experiment: experimentId(family, name, sha256Hex(name) as Sha256),
    family,
    familyVersion: 1,
    caps: {},
    title: name,
    ...changes,
  };
}

/** Asks again and again until the progress is as wanted. */
export async function until(handle: Handle, wanted: (progress: Progress) => boolean): Promise<Progress> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const progress = await handle.query<Progress>(PROGRESS);
    if (wanted(progress)) return progress;
    if (Date.now() > deadline) throw new Error(`waited in vain; the progress is ${JSON.stringify(progress)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
