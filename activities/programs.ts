/** Programs that a model wrote, run by this worker process in the sandbox, a few at once. */
import { availableParallelism } from 'node:os';
import { messageOf, ToolError, UserError } from '../domain/errors.ts';
import type { Environment, ProgramRequest, ProgramResult } from '../domain/program.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from '../services/sandbox/sandbox.ts';
import type { ProgramsUnderWay } from './collect/program-results.ts';
import { Slots } from './slots.ts';

export interface ProgramsOptions extends SandboxOptions {
  /** Default: half of what the machine runs at once, so that a time limit measures the program and not its neighbours. */
  readonly atOnce?: number;
}

/** Of programs that may take hours: one of them must not hold up those that take seconds. */
export function longProgramsAtOnce(): number {
  return Math.max(2, Math.floor(availableParallelism() / 2));
}

export class Programs {
  /** What runs now, shared by all shards. */
  readonly underWay: ProgramsUnderWay = new Map();
  readonly #options: ProgramsOptions;
  readonly #slots: Slots;
  #sandbox: Promise<Sandbox> | undefined;

  constructor(options: ProgramsOptions = {}) {
    this.#options = options;
    this.#slots = new Slots(options.atOnce ?? Math.max(1, Math.floor(availableParallelism() / 2)));
  }

  /** @throws UserError with the remedy where this machine cannot have a sandbox */
  async check(): Promise<void> {
    await this.#opened();
  }

  /** @throws ToolError where this machine cannot have a sandbox */
  async environment(): Promise<Environment> {
    const { python } = await this.#opened().catch(withoutResult);
    return { language: 'python', version: python.split('.').slice(0, 2).join('.') };
  }

  /**
   * @param before when its turn has come: what it throws is thrown, and nothing is run
   * @throws ToolError where the sandbox and not the program failed; the signal's reason
   */
  run(program: ProgramRequest, signal: AbortSignal, before?: () => Promise<void>): Promise<ProgramResult> {
    return this.#slots.run(async () => {
      await before?.();
      const since = performance.now();
      try {
        const sandbox = await this.#opened();
        const run = await sandbox.runPython(program.program, program.limits, signal);
        return { run, durationMs: Math.max(1, Math.round(performance.now() - since)) };
      } catch (error) {
        signal.throwIfAborted();
        return withoutResult(error);
      }
    }, signal);
  }

  async close(): Promise<void> {
    await this.#sandbox?.then((sandbox) => sandbox.close()).catch(() => undefined);
  }

  /** At first use; where it cannot be opened, the next use tries again. */
  #opened(): Promise<Sandbox> {
    if (this.#sandbox === undefined) {
      const opening = openSandbox(this.#options);
      this.#sandbox = opening;
      opening.catch(() => (this.#sandbox = undefined));
    }
    return this.#sandbox;
  }
}

function withoutResult(error: unknown): never {
  const why = error instanceof UserError ? error.describe() : messageOf(error);
  throw new ToolError(`sandbox: ${why}`, { cause: error });
}
