/**
 * Where a program that a model wrote may run. One way so far: bubblewrap. Whoever runs programs knows this interface
 * only, so that a container can take its place.
 */
import { UserError } from '../../domain/errors.ts';
import type { ProgramRun, SandboxLimits } from '../../domain/program.ts';
import { findBubblewrap } from './bubblewrap.ts';
import { findPython } from './python.ts';
import { whyNoSandbox } from './remedy.ts';
import { runProgram, SandboxFailure } from './run.ts';

export interface Sandbox {
  readonly kind: 'bubblewrap';
  /** Versions of what isolates and of the interpreter: what a program prints may depend on them. */
  readonly isolation: string;
  readonly python: string;
  /**
   * Runs one program with empty standard input, nothing of this machine in sight, and no network.
   *
   * @throws SandboxFailure where the sandbox and not the program failed, which is worth another attempt; the signal's
   *   reason once it is aborted: by then no process of the program is left
   */
  runPython(program: string, limits: SandboxLimits, signal: AbortSignal): Promise<ProgramRun>;
  /** Ends what still runs. */
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** Where PATH, HOLDFAST_BUBBLEWRAP and HOLDFAST_PYTHON are read; default: this process's. */
  readonly environment?: NodeJS.ProcessEnv;
}

const TRIAL: SandboxLimits = { wallSeconds: 30, memoryMiB: 256, processes: 2, outputBytes: 1024 };

/**
 * Finds what a sandbox needs and runs a first program in it.
 *
 * @throws UserError with the remedy where this machine cannot have one
 */
export async function openSandbox({ environment = process.env }: SandboxOptions = {}): Promise<Sandbox> {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new UserError(`There is no sandbox for programs on ${process.platform} (${process.arch}).`, {
      remedy: 'Run the workers on Linux, on an x64 or arm64 machine; a virtual machine will do.',
    });
  }
  const bubblewrap = findBubblewrap(environment);
  const python = await findPython(environment);
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const sandbox: Sandbox = {
    kind: 'bubblewrap',
    isolation: bubblewrap.version,
    python: python.version,
    async runPython(program, limits, signal) {
      const both = AbortSignal.any([signal, closing.signal]);
      const run = runProgram({ bubblewrap: bubblewrap.path, python, program, limits }, both);
      running.add(run);
      try {
        return await run;
      } finally {
        running.delete(run);
      }
    },
    async close() {
      closing.abort(new Error('the sandbox was closed'));
      await Promise.allSettled(running);
    },
  };
  await tryOut(sandbox, bubblewrap.version);
  return sandbox;
}

/** The same check for `holdfast doctor`: what there is, in words. @throws UserError with the remedy */
export async function checkSandbox(options: SandboxOptions = {}): Promise<string> {
  const sandbox = await openSandbox(options);
  await sandbox.close();
  return `${sandbox.isolation}, Python ${sandbox.python}`;
}

async function tryOut(sandbox: Sandbox, version: string): Promise<void> {
  let said: string;
  try {
    const run = await sandbox.runPython('print(6 * 7)', TRIAL, new AbortController().signal);
    if (run.status === 'ended' && run.stdout === '42\n') return;
    said = JSON.stringify(run);
  } catch (error) {
    if (!(error instanceof SandboxFailure)) throw error;
    said = error.message;
  }
  throw whyNoSandbox(said, version);
}
