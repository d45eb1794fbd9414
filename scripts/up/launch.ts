/** A process of `holdfast up`: its log, its channel, and what it said last. */
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../../services/home/home.ts';
import { ROOT } from '../../services/home/provenance.ts';
import type { Death } from '../../workers/supervisor.ts';
import { say } from '../cli/output.ts';

/** So many deaths in a row, each right after a start, are no accident. */
export const TOO_OFTEN = 3;

/** A child with an IPC channel: it ends when we do, however we end. */
export function launch(
  home: Home,
  name: string,
  entry: string,
  args: readonly string[],
  flags: readonly string[] = [],
  environment: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  const log = openSync(logOf(home, name), 'a');
  const child = fork(entry, args, {
    stdio: ['ignore', log, log, 'ipc'],
    // A worker that died is back in half the time where nothing has to be compiled again.
    env: { NODE_COMPILE_CACHE: join(ROOT, '.setup', 'compiled'), ...environment },
    execPath: process.execPath,
    execArgv: [...process.execArgv, ...flags],
    detached: true,
  });
  closeSync(log);
  return child;
}

export function logOf(home: Home, name: string): string {
  return join(home.logs, `${name}.log`);
}

/** Says that a part ended; where it ends again and again, with its last word, which is often the reason. */
export function sayDeath(home: Home, name: string, what: string, { how, quickDeaths }: Death): void {
  if (quickDeaths < TOO_OFTEN) return say(`${what} ended (${how}); starting it again`);
  if (quickDeaths % TOO_OFTEN !== 0) return;
  say(
    `error: ${what} ended right after its start ${quickDeaths} times (${how}); it is tried again every 10 s`,
  );
  say(`  It last said: ${lastWord(home, name)}`);
  say(`  ${logOf(home, name)} has the rest.`);
}

/** The last line of a part's log. */
export function lastWord(home: Home, name: string): string {
  try {
    const lines = readFileSync(logOf(home, name), 'utf8').trimEnd().split('\n');
    return (lines.at(-1) ?? '').slice(0, 500) || 'nothing';
  } catch {
    return 'nothing';
  }
}
