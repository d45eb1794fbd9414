/** The activities, as a protocol calls them: which queue, how long, how often again, and why. */
import { proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type {
  Caps,
  Carried,
  ExperimentState,
  HoldfastActivities,
  NextRound,
  ResultRef,
  RoundRef,
  ShardRef,
  ShardResult,
  Start,
} from '../../domain/experiment.ts';
import { queueOf, type QueueName } from '../../domain/queues.ts';
import { FAULT } from './failure.ts';

const nonRetryableErrorTypes = [FAULT];

/**
 * Calls are retried in one place, the dispatcher; Temporal retries lost workers. The heartbeat is short so that a
 * killed worker's shard goes on within seconds, and the pause before the next attempt too: the supervisor slows down a
 * worker that keeps dying. The activity itself hands its cells back after 5 attempts that settled nothing, so the 100
 * here count only where it cannot even start (about 8 minutes). Two hours: a shard holds 5 to 30 s of work, but an
 * endpoint may make it wait.
 */
export const COLLECTING = {
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '10 seconds',
  retry: {
    initialInterval: '1 second',
    backoffCoefficient: 2,
    maximumInterval: '5 seconds',
    maximumAttempts: 100,
    nonRetryableErrorTypes,
  },
} satisfies ActivityOptions;

/** Fits and bootstraps run for hours on worker threads while the main thread heartbeats. */
const COMPUTING: ActivityOptions = {
  startToCloseTimeout: '24 hours',
  heartbeatTimeout: '30 seconds',
  retry: {
    initialInterval: '2 seconds',
    maximumInterval: '1 minute',
    maximumAttempts: 5,
    nonRetryableErrorTypes,
  },
};

/** Plans a first round, or reads what is settled and writes one page: it takes seconds, and a lost worker costs these minutes once. */
const PUBLISHING: ActivityOptions = {
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '60 seconds',
  retry: {
    initialInterval: '2 seconds',
    maximumInterval: '1 minute',
    maximumAttempts: 5,
    nonRetryableErrorTypes,
  },
};

/** A figure for the card is a kindness: it is not waited for long, and nothing depends on it. */
const GLANCING: ActivityOptions = {
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 2, nonRetryableErrorTypes },
};

/** One row in the store. Tried until the store is there: `list` must never show an ended experiment as running. */
const RECORDING: ActivityOptions = {
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds', nonRetryableErrorTypes },
};

/** Collects one shard of a round. `pass` is 1 for the first time, more where it was put back. */
export type Collect = (
  round: RoundRef,
  shard: ShardRef,
  caps: Caps,
  pass: number,
  trial: string,
) => Promise<ShardResult>;

/** The activities of one experiment; what they share is filled in. */
export interface Activities {
  /** @param before the round that is finished; undefined before the first */
  readonly nextRound: (before: RoundRef | undefined) => Promise<NextRound>;
  readonly collectShard: Collect;
  readonly analyse: (part: string, from: readonly ResultRef[]) => Promise<ResultRef>;
  readonly publish: (results: readonly ResultRef[], partial: boolean) => Promise<ResultRef>;
  /** `when` says in the UI when it was asked for. */
  readonly headline: (when: string) => Promise<string>;
  readonly recordState: (state: ExperimentState, detail: string, carried: Carried) => Promise<void>;
}

export function activitiesOf(start: Start): Activities {
  const of = { home: start.home, experiment: start.experiment };
  const ask = (queue: QueueName, options: ActivityOptions, summary: string) =>
    proxyActivities<HoldfastActivities>({ ...options, taskQueue: queueOf(start.home, queue), summary });

  return {
    nextRound: async (before) => {
      // The first is arithmetic and waits behind no fit; what follows another may take a bootstrap to tell.
      if (before === undefined) return ask('main', PUBLISHING, 'plan').nextRound(of);
      const { index, plan } = before;
      const summary = `plan: what follows round ${index + 1}`;
      return ask('compute', COMPUTING, summary).nextRound({ ...of, before: { index, plan } });
    },
    collectShard: async ({ index, plan, lanes }, shard, caps, pass, trial) => {
      const lane = lanes[shard.lane];
      const queue = lane?.queue ?? 'inference';
      const which = index === 0 ? '' : ` of round ${index + 1}`;
      const again = pass === 1 ? '' : `, pass ${pass}`;
      const summary = `collect: shard ${shard.index + 1} of ${lane?.shards ?? '?'}${which} on ${queue}${again}`;
      return ask(queue, COLLECTING, summary).collectShard({
        ...of,
        ...{ round: { index, plan }, shard, caps, trial },
      });
    },
    analyse: async (part, from) =>
      ask('compute', COMPUTING, `analyse: ${part}`).analyse({ ...of, part, from }),
    publish: async (results, partial) => {
      const summary = partial ? 'report on what is there' : 'report';
      return ask('compute', PUBLISHING, summary).publish({ ...of, results, partial });
    },
    headline: async (when) => ask('compute', GLANCING, `figure so far, ${when}`).headline(of),
    recordState: async (state, detail, carried) =>
      ask('main', RECORDING, `note in the store: ${state}`).recordState({ ...of, state, detail, carried }),
  };
}
