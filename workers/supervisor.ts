/** Keeps one process running: starts it again when it ends unasked, at most every second, and ends it on request. */
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';

export interface Supervised {
  readonly name: string;
  /** The process as it is now; another one after a restart. */
  pid(): number | undefined;
  /** How often it ended unasked. */
  restarts(): number;
  /** SIGTERM, then SIGKILL after the grace time. Resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
}

/** How a process ended that nobody had asked to end. */
export interface Death {
  /** Signal, exit code, or why it could not be started. */
  readonly how: string;
  readonly pid: number | undefined;
  /** How many times in a row it has died right after a start; 0 after a healthy life. */
  readonly quickDeaths: number;
}

/** At once after a healthy life; after a second, and up to 10, where it dies right after its start, again and again. */
const RESTART_MS = 1000;
const RESTART_MOST_MS = 10_000;
const HEALTHY_AFTER_MS = 5000;

/**
 * @param start makes the process; called again after each unasked end
 * @param onDeath told before the next start
 */
export function supervise(
  name: string,
  start: () => ChildProcess,
  onDeath: (death: Death) => void,
): Supervised {
  let stopping = false;
  let restarts = 0;
  let quickDeaths = 0;
  let timer: NodeJS.Timeout | undefined;
  let child = launch();

  function launch(): ChildProcess {
    const startedAt = Date.now();
    const process = start();
    process.once('exit', (code, signal) => {
      if (stopping) return;
      restarts += 1;
      quickDeaths = Date.now() - startedAt < HEALTHY_AFTER_MS ? quickDeaths + 1 : 0;
      onDeath({ how: signal ?? `exit code ${code ?? '?'}`, pid: process.pid, quickDeaths });
      timer = setTimeout(
        () => (child = launch()),
        quickDeaths === 0 ? 0 : Math.min(RESTART_MOST_MS, RESTART_MS * 2 ** Math.max(0, quickDeaths - 3)),
      );
    });
    process.once('error', ({ message }) => onDeath({ how: message, pid: process.pid, quickDeaths }));
    return process;
  }

  return {
    name,
    pid: () => child.pid,
    restarts: () => restarts,
    async stop(graceMs) {
      stopping = true;
      clearTimeout(timer);
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const hammer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await gone;
      clearTimeout(hammer);
    },
  };
}
