/** Runs one of the checks of probe.ts in a process of its own, and reads what it prints. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Probed<T> {
  readonly seen: T;
  /** How the process ended: a native crash at exit has a signal or a code. */
  readonly exit: { readonly code: number | null; readonly signal: string | null };
}

export async function runProbe<T>(...probe: readonly string[]): Promise<Probed<T>> {
  const file = fileURLToPath(new URL('probe.ts', import.meta.url));
  const child = spawn(process.execPath, [file, ...probe], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 55_000,
    killSignal: 'SIGKILL',
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const exit = await new Promise<Probed<T>['exit']>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  if (printed === '')
    throw new Error(`probe ${probe.join(' ')} printed nothing and ended with ${JSON.stringify(exit)}`);
  return { seen: JSON.parse(printed) as T, exit };
}
