/** A process from outside: how long it takes, and the most memory that it held. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  readonly seconds: number;
  readonly peakMiB: number;
  readonly stdout: string;
}

const LOOK_MS = 20;

/** Runs a command to its end. @throws Error with what it said where it fails */
export async function measured(
  command: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Measured> {
  const started = performance.now();
  const child = spawn(process.execPath, [...command], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr, peak] = ['', '', 0];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const looking = setInterval(() => (peak = Math.max(peak, peakMiB(child.pid))), LOOK_MS);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(looking);
  if (code !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
  return { seconds: (performance.now() - started) / 1000, peakMiB: peak, stdout };
}

/** The most that a process held so far; 0 where it is gone. */
export function peakMiB(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
