/** Programs that a model wrote, run in the sandbox, a few at once. */
import { availableParallelism } from 'node:os';
import type { ProgramRun, SandboxLimits } from '../../domain/sandbox.ts';
import { DEFAULT_LIMITS } from '../../services/sandbox/limits.ts';
import { openSandbox, type SandboxOptions } from '../../services/sandbox/sandbox.ts';
import { Slots } from './slots.ts';

export interface PythonTool {
  /** @throws what `Sandbox.runPython` throws: never for what the program did */
  run(program: string, signal: AbortSignal): Promise<ProgramRun>;
  close(): Promise<void>;
}

export interface PythonToolOptions extends SandboxOptions {
  readonly limits?: SandboxLimits;
  /** Default: half of what the machine runs at once, so that a time limit measures the program and not its neighbours. */
  readonly atOnce?: number;
}

/** @throws UserError with the remedy where this machine cannot have a sandbox */
export async function openPythonTool(options: PythonToolOptions = {}): Promise<PythonTool> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const slots = new Slots(options.atOnce ?? Math.max(1, Math.floor(availableParallelism() / 2)));
  const sandbox = await openSandbox(options);
  return {
    run: (program, signal) => slots.run(() => sandbox.runPython(program, limits, signal), signal),
    close: () => sandbox.close(),
  };
}
