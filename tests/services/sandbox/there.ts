/** The sandbox of this machine, for tests that run real programs in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { messageOf } from '../../../domain/errors.ts';
import type { ProgramRun, SandboxLimits } from '../../../domain/program.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { checkSandbox, openSandbox, type Sandbox } from '../../../services/sandbox/sandbox.ts';

/** Why programs cannot be run here; undefined where they can. */
export const MISSING: string | undefined = await checkSandbox().then(() => undefined, messageOf);

/** A describe that says why it is skipped where there is no bubblewrap. */
export function describeSandbox(title: string, tests: () => void): void {
  if (MISSING === undefined) describe(title, tests);
  else describe.skip(`${title} (skipped: ${MISSING})`, tests);
}

export type Run = (
  program: string,
  limits?: Partial<SandboxLimits>,
  signal?: AbortSignal,
) => Promise<ProgramRun>;

/** Opens a sandbox before the tests and closes it after them. */
export function withSandbox(): Run {
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox?.close());
  return async (program, limits = {}, signal = new AbortController().signal) => {
    if (sandbox === undefined) throw new Error('the sandbox is not open yet');
    return sandbox.runPython(program, { ...DEFAULT_LIMITS, ...limits }, signal);
  };
}

/** The run of a program that said this, ended well, and complained of nothing. */
export function said(stdout: string): ProgramRun {
  return { status: 'ended', exitCode: 0, stdout, stderr: '', truncated: false };
}

/** Processes of this machine whose command line holds the word. */
export function processesWith(word: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => commandLine(name).includes(word))
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
  } catch {
    // It has ended since the folder was read.
    return '';
  }
}

/** Python that becomes a process whose command line holds the word, and sleeps. */
export function sleeper(word: string, seconds = 60): string {
  const program = `import time; time.sleep(${seconds})`;
  return `import os, sys\nos.execv(sys.executable, [sys.executable, '-S', '-c', ${JSON.stringify(program)}, '${word}'])\n`;
}
