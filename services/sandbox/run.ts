/** One program in one sandbox: started, watched, ended, and what it came to. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { ProgramRun, SandboxLimits } from '../../domain/program.ts';
import { bubblewrapArguments, FILTER_FD, PROGRAM_FD, STATUS_FD, type Starter } from './bubblewrap.ts';
import { capture, type Captured } from './capture.ts';
import { START_SECONDS } from './limits.ts';
import type { Python } from './python.ts';
import { systemCallFilter } from './seccomp.ts';

/** The sandbox failed, not the program: nothing is known about the program. */
export class SandboxFailure extends Error {
  override readonly name = 'SandboxFailure';
}

export interface Assignment {
  /** The path of `bwrap`. */
  readonly bubblewrap: string;
  readonly python: Python;
  readonly program: string;
  readonly limits: SandboxLimits;
}

const LAUNCHER = readFileSync(join(import.meta.dirname, 'launch.py'), 'utf8');

/** Should the whole machine run out of memory, the kernel is to take the program and not a worker. */
const FIRST_TO_GO = '{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null; exec "$0" "$@"';

/** Bytes on the status line, as `launch.py` writes them. */
const STARTED = 0x73;
const NO_MEMORY = 0x6d;

/**
 * Runs a program to its end or its limits. When it returns or throws, bubblewrap has ended, and with it the namespace
 * that all the program's processes live in.
 *
 * @throws SandboxFailure where the program was never begun, or bubblewrap was killed from outside; the signal's reason
 */
export async function runProgram(assignment: Assignment, signal: AbortSignal): Promise<ProgramRun> {
  signal.throwIfAborted();
  const { limits } = assignment;
  const { child, streams } = await start(assignment);
  const stdout = capture(streams.stdout, limits.outputBytes);
  const stderr = capture(streams.stderr, limits.outputBytes);

  let started = false;
  let noMemory = false;
  let timedOut = false;
  let unwanted = false;
  // Killed on the way, bubblewrap would leave behind a child that nothing ends: that child does not die with its parent
  // yet. It does when the program begins, a few hundredths of a second later.
  const stop = (): void => {
    unwanted = true;
    if (started) killGroup(child);
  };
  const expire = (): void => {
    timedOut = true;
    killGroup(child);
    if (!started) for (const stream of Object.values(streams)) stream.destroy();
  };
  // How long the machine takes to get there is not the program's fault: its time runs from its first line.
  let clock = setTimeout(expire, START_SECONDS * 1000);
  streams.status.on('data', (bytes: Buffer) => {
    if (!started && bytes.includes(STARTED)) {
      started = true;
      clearTimeout(clock);
      clock = setTimeout(expire, limits.wallSeconds * 1000);
      if (unwanted) killGroup(child);
    }
    noMemory ||= bytes.includes(NO_MEMORY);
  });

  signal.addEventListener('abort', stop, { once: true });
  // Aborted while it was started: nobody calls a listener for that.
  if (signal.aborted) stop();
  try {
    const end = await ended(child);
    signal.throwIfAborted();
    if (!started) throw new SandboxFailure(neverBegan(timedOut, stderr(), end));
    if (noMemory) return { status: 'out-of-memory' };
    if (timedOut) return { status: 'timed-out' };
    return outcome(end, stdout(), stderr());
  } finally {
    clearTimeout(clock);
    signal.removeEventListener('abort', stop);
  }
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface Started {
  readonly child: ChildProcess;
  readonly streams: { readonly stdout: Readable; readonly stderr: Readable; readonly status: Readable };
}

async function start({ bubblewrap, python, program, limits }: Assignment): Promise<Started> {
  const args = bubblewrapArguments(python, LAUNCHER, limits, starter());
  const child = spawn('/bin/sh', ['-c', FIRST_TO_GO, bubblewrap, ...args], {
    // Not even bubblewrap itself has the environment, with its keys.
    env: {},
    cwd: '/',
    // A group of processes of its own, to be killed as one.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  if (child.pid === undefined) {
    // No process, no file descriptors left: the machine's trouble.
    const [error] = (await once(child, 'error')) as [Error];
    throw new SandboxFailure(error.message);
  }
  const streams: readonly unknown[] = child.stdio;
  give(streams[PROGRAM_FD] as Writable, program);
  give(streams[FILTER_FD] as Writable, systemCallFilter(process.arch));
  const from = (fd: number): Readable => streams[fd] as Readable;
  return { child, streams: { stdout: from(1), stderr: from(2), status: from(STATUS_FD) } };
}

/** Kills bubblewrap; its death is that of its children: `--die-with-parent`. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, 'SIGKILL');
}

/** A sandbox that ends early does not read what it is given; that shows in how it ended. */
function give(pipe: Writable, content: string | Uint8Array): void {
  pipe.on('error', () => pipe.destroy());
  pipe.end(content);
}

function starter(): Starter {
  if (process.getuid?.() !== 0) return { kind: 'user' };
  // A user each, far from those that systems have: the limit on processes is counted by user.
  return { kind: 'root', becomes: 0x4000_0000 + randomInt(0x1000_0000) };
}

/** Waits until the process is gone and everything that held its output too. */
function ended(child: ChildProcess): Promise<End> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SandboxFailure(error.message)));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

function neverBegan(timedOut: boolean, { text }: Captured, { code, signal }: End): string {
  if (timedOut) return `the sandbox did not begin within ${START_SECONDS} s`;
  return text.trim() === '' ? `the sandbox ended with ${code ?? signal ?? 'nothing'}` : text.trim();
}

function outcome(end: End, stdout: Captured, stderr: Captured): ProgramRun {
  if (end.code === null) throw new SandboxFailure(`bubblewrap was ended by ${end.signal ?? 'nobody'}`);
  // Bubblewrap hands a signal on as shells do: 128 and its number.
  const number = end.code - 128;
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  if (name === undefined) {
    return {
      status: 'ended',
      exitCode: end.code,
      stdout: stdout.text,
      stderr: stderr.text,
      truncated: stdout.truncated || stderr.truncated,
    };
  }
  if (name === 'SIGXCPU') return { status: 'timed-out' };
  // An interpreter that has not even the memory to raise the error aborts, and says so.
  if (name === 'SIGABRT' && stderr.tail.includes('MemoryError')) return { status: 'out-of-memory' };
  return { status: 'killed', signal: name };
}
