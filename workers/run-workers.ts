/** What every worker process does: log, connect, run its workers until it is told to end, drain, close. */
import { flushCompileCache } from 'node:module';
import {
  DefaultLogger,
  NativeConnection,
  type NativeConnectionOptions,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { pino } from 'pino';
import { temporalTarget } from '../services/temporal-server/connect.ts';
import { openHome } from '../services/home/home.ts';
import { workerIdentity } from './release.ts';

export const log = pino({ name: 'holdfast', base: { pid: process.pid } }, pino.destination(2));

/** Activities in flight get this long to finish when the process is asked to end. */
const SHUTDOWN_GRACE = '20 s';

/** A worker whose supervisor died ends by itself, at the latest after this. */
const ORPHAN_GRACE_MS = 25_000;

/** Heartbeats are sent at least this often, so that a cancellation is heard soon. */
const HEARTBEAT_THROTTLE = '5 s';

/** Options of one worker, its queue included; what all share is filled in here. */
export type QueueOptions = Omit<WorkerOptions, 'connection' | 'namespace'>;

/**
 * The first thing in a worker process. The SDK's own log goes through ours (a replay is a worker too), and a
 * supervisor that dies while this process is still starting takes it along.
 */
export function installRuntime(): void {
  if (process.channel !== undefined) process.once('disconnect', orphanedAtStart);
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => log.info({ level, ...meta }, message)),
    shutdownSignals: [],
  });
}

function orphanedAtStart(): void {
  process.exit(1);
}

/**
 * Runs workers on several queues in this process until SIGINT, SIGTERM or the supervisor's end.
 *
 * @param draining aborted when the end begins: nothing new is sent from then on, what is in flight is settled
 * @param beside done while they run, once they do; must not fail
 */
export async function runWorkers(
  queues: readonly QueueOptions[],
  draining: AbortController,
  beside: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const target = temporalTarget(openHome());
  const connection = await NativeConnection.connect(target.connection as NativeConnectionOptions);
  const workers = await Promise.all(
    queues.map((options) =>
      Worker.create({
        shutdownGraceTime: SHUTDOWN_GRACE,
        maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
        identity: workerIdentity(process.pid),
        ...options,
        connection,
        namespace: target.namespace,
      }),
    ),
  );
  const end = (): void => {
    if (draining.signal.aborted) return;
    draining.abort();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  // Not once: a library of the embedded backend kills the process where it finds itself the only one that still listens.
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  // The supervisor's channel closes when it dies, however it dies: no worker outlives it.
  if (process.channel !== undefined) {
    process.off('disconnect', orphanedAtStart);
    process.once('disconnect', () => {
      end();
      // The server may be gone too, and then nothing that waits for its answer ever ends.
      setTimeout(() => process.exit(1), ORPHAN_GRACE_MS).unref();
    });
  }
  process.send?.('ready');
  // Written at a process's end else, which a worker that is killed does not have.
  flushCompileCache();
  await Promise.all([...workers.map((worker) => worker.run()), beside()]);
  await connection.close();
}
