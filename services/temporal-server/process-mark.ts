/**
 * A mark of one process that no later process can have. Its number alone is none: after a restart of the machine, or of a
 * container whose processes are numbered from 1 again, another one has it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessMark {
  readonly pid: number;
  /** Which run of the operating system. */
  readonly boot: string;
  /** When the process began, as the system counts it. */
  readonly began: string;
}

/** undefined where no process has the number, or the system does not say when it began. */
export function markOf(pid: number): ProcessMark | undefined {
  try {
    return process.platform === 'linux' ? markOnLinux(pid) : markElsewhere(pid);
  } catch {
    return undefined;
  }
}

/** The mark of this process. */
export function ownMark(): ProcessMark {
  const mark = markOf(process.pid);
  if (mark === undefined) throw new Error('this system does not say when a process began');
  return mark;
}

/** Whether the very process that the mark was taken of still runs. */
export function isAliveStill(mark: ProcessMark): boolean {
  const now = markOf(mark.pid);
  return now !== undefined && now.boot === mark.boot && now.began === mark.began;
}

export function isMark(value: unknown): value is ProcessMark {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, boot, began } = value as Partial<Record<keyof ProcessMark, unknown>>;
  return typeof pid === 'number' && typeof boot === 'string' && typeof began === 'string';
}

/** The 22nd field of `stat` is the start in clock ticks since the boot; a name in brackets, of any letters, is the 2nd. */
function markOnLinux(pid: number): ProcessMark | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  if (began === undefined) return undefined;
  return { pid, boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), began };
}

function markElsewhere(pid: number): ProcessMark {
  const say = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  return {
    pid,
    boot: say('sysctl', '-n', 'kern.boottime'),
    began: say('ps', '-o', 'lstart=', '-p', String(pid)),
  };
}
