/** A worker process that stands by for one that may die: loaded, and not yet at work. */
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../services/home/provenance.ts';
import { GO } from '../../workers/spare.ts';
import type { Supervised } from '../../workers/supervisor.ts';

/** The rooms whose code a worker loads. */
const LOADED = ['domain', 'methods', 'families', 'reports', 'services', 'activities', 'workflows', 'workers'];

export interface Spare extends Supervised {
  /** Loads another one. Where one stands by already, nothing happens. */
  prepare(): void;
  /** The one that stands by, told to go to work; undefined where none does, or the code has changed since it was loaded. */
  take(): ChildProcess | undefined;
}

/**
 * @param start makes the process, which waits for `GO`
 * @param root the repository, as other places in it are
 */
export function standBy(name: string, start: () => ChildProcess, root: string = ROOT): Spare {
  let waiting: { readonly child: ChildProcess; readonly code: string } | undefined;
  let isStopped = false;
  const drop = (): ChildProcess | undefined => {
    const child = waiting?.child;
    waiting = undefined;
    return child;
  };
  return {
    name,
    pid: () => waiting?.child.pid,
    restarts: () => 0,
    prepare() {
      if (waiting !== undefined || isStopped) return;
      const code = codeOf(root);
      const child = start();
      waiting = { child, code };
      const forget = (): void => {
        if (waiting?.child === child) drop();
      };
      child.once('exit', forget);
      child.once('error', forget);
    },
    take() {
      const code = waiting?.code;
      const child = drop();
      if (child === undefined) return undefined;
      if (codeOf(root) !== code) {
        child.kill('SIGKILL');
        return undefined;
      }
      child.send(GO);
      return child;
    },
    async stop() {
      isStopped = true;
      const child = drop();
      if (child === undefined) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/**
 * Each file that a worker may load, with the time of the last change of its name, place, or bytes, which no copying tool
 * sets back. Two of these are compared, and neither with a clock: a file system's times lag some milliseconds behind it.
 */
function codeOf(root: string): string {
  return LOADED.filter((room) => existsSync(join(root, room)))
    .flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(room, name))
        .map((path) => `${path} ${statSync(join(root, path)).ctimeMs}`),
    )
    .join('\n');
}
