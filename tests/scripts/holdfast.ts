/** Runs the real `holdfast` command in a home of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
const NODE = join(ROOT, 'node_modules', '.bin', 'node');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
}

/** @param folder working folder; its `.holdfast` is the home */
export function holdfast(
  folder: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(NODE, [join(ROOT, 'scripts', 'holdfast.ts'), ...args], {
      cwd: folder,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NO_COLOR: '1',
        HOLDFAST_HOME: join(folder, '.holdfast'),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** The last JSON object that a command printed. */
export function last(ran: Ran): Record<string, unknown> {
  const line = ran.stdout.trim().split('\n').at(-1) ?? '';
  return JSON.parse(line === '' ? 'null' : line) as Record<string, unknown>;
}

/** `holdfast up` in the folder's home, ready. */
export async function startUp(folder: string, environment: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const up = spawn(NODE, [join(ROOT, 'scripts', 'holdfast.ts'), 'up'], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', HOLDFAST_HOME: join(folder, '.holdfast'), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    up.stdout.on('data', (chunk) => String(chunk).includes('Holdfast is up') && resolve());
    up.once('exit', (code) => reject(new Error(`up ended with ${code}`)));
  });
  return up;
}

export async function stopUp(up: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => up.once('exit', resolve));
  up.kill('SIGINT');
  await gone;
}
