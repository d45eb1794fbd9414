/** The activities of an episode, as it calls them. */
import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { HoldfastActivities, ShardResult } from '../../domain/experiment.ts';
import type {
  EpisodeStart,
  HandOut,
  LostProgram,
  ProgramEnd,
  Ticket,
  WaitingProgram,
} from '../../domain/flow.ts';
import { queueOf } from '../../domain/queues.ts';
import { COLLECTING } from './activities.ts';
import { lossOf } from './failure.ts';

/** What a program's sandbox needs beside the program's own time: its start, its end, and the store. */
const BESIDE_SECONDS = 60;
/** A program may take its worker along; and a machine that is restarted often does. */
const ATTEMPTS = 10;

/** A turn of an episode: asks until it is settled, waits for a program, or 30 s are over. */
export async function advance(
  { round, shard, queue }: EpisodeStart,
  { home, experiment, flow, number, control }: Ticket,
  handOut: HandOut,
): Promise<ShardResult> {
  const { caps, trial } = control;
  const { collectShard } = proxyActivities<Pick<HoldfastActivities, 'collectShard'>>({
    ...COLLECTING,
    taskQueue: queueOf(home, queue),
    summary: `collect: ${flow} ${number} on ${queue}`,
  });
  return collectShard({ home, experiment, round, shard, caps, trial, handOut });
}

/** Has a program run that an episode waits for. The heartbeat is short, so that a killed worker's program is run again soon. */
export async function runProgram(
  { shard }: EpisodeStart,
  { home, experiment, flow, number, control: { caps } }: Ticket,
  { program, wallSeconds }: WaitingProgram,
): Promise<LostProgram | Exclude<ProgramEnd, { kind: 'missing' }>> {
  const activities = proxyActivities<Pick<HoldfastActivities, 'runProgram'>>({
    taskQueue: queueOf(home, 'sandbox'),
    startToCloseTimeout: 1000 * (Math.ceil(wallSeconds) + BESIDE_SECONDS),
    heartbeatTimeout: '10 seconds',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { ...COLLECTING.retry, maximumAttempts: ATTEMPTS },
    summary: `run a program of ${flow} ${number}, at most ${Math.ceil(wallSeconds)} s`,
  });
  try {
    const end = await activities.runProgram({ home, experiment, shard, program, caps });
    if (end.kind !== 'missing') return end;
    const { missingClass, reason, cap } = end;
    return { program, missingClass, reason, ...(cap === undefined ? {} : { cap }) };
  } catch (error) {
    const reason = lossOf(error);
    if (reason === undefined) throw error;
    return { program, missingClass: 'worker', reason };
  }
}
