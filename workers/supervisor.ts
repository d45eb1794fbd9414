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

/** At once after a healthy life; after a second, and up to 10, where it dies right after its start, again and again. */
const RESTART_MS = 1000;
const RESTART_MOST_MS = 10_000;
const HEALTHY_AFTER_MS = 5000;

/**
 * @param start makes the process; called again after each unasked end
 * @param onRestart told the exit code or signal and the process id, before the next start
 */
export function supervise(
  name: string,
  start: () => ChildProcess,
  onRestart: (how: string, pid: number | undefined) => void,
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
      onRestart(signal ?? `exit code ${code ?? '?'}`, process.pid);
      timer = setTimeout(
        () => (child = launch()),
        quickDeaths === 0 ? 0 : Math.min(RESTART_MOST_MS, RESTART_MS * 2 ** Math.max(0, quickDeaths - 3)),
      );
    });
    process.once('error', (error) => onRestart(error.message, process.pid));
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
