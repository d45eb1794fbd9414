/** Programs that a model wrote: what is asked of a sandbox, and what came of it. A settled one is never run again. */
import type { JsonObject } from './json.ts';

export interface SandboxLimits {
  /** From its first line on. */
  readonly wallSeconds: number;
  readonly memoryMiB: number;
  readonly processes: number;
  /** Of stdout and of stderr each. */
  readonly outputBytes: number;
}

/** A program in the one language that the sandbox runs, and what it may take. */
export interface ProgramRequest {
  readonly language: 'python';
  readonly program: string;
  readonly limits: SandboxLimits;
}

/** What a program came to, without times: they are no result. Everything but a sandbox that cannot start is an outcome. */
export type ProgramRun =
  | {
      readonly status: 'ended';
      readonly exitCode: number;
      /** At most the limit's bytes, as UTF-8; `truncated` where there was more. */
      readonly stdout: string;
      readonly stderr: string;
      readonly truncated: boolean;
    }
  | { readonly status: 'timed-out' }
  | { readonly status: 'out-of-memory' }
  | { readonly status: 'killed'; readonly signal: string };

/** An answer as a completion is one: kept under its key, first write wins. */
export interface ProgramResult {
  readonly run: ProgramRun;
  /** In the sandbox, its start included: what is charged to a cap on its time. Whole milliseconds, 1 or more. */
  readonly durationMs: number;
}

/** What beside the program decides what it prints. */
export interface Environment {
  readonly language: 'python';
  /** Without the last number, which mends and changes nothing: `3.11`. */
  readonly version: string;
}

/** Raised when what a key hashes changes its meaning: old results are then left alone, never misread. */
export const PROGRAM_KEY_VERSION = 1;

/** What a program's key hashes: the program, its limits, where it runs, and which draw. */
export function programKeyText(
  { language, program, limits }: ProgramRequest,
  environment: Environment,
  draw: { readonly replicate: string; readonly draw: number },
): JsonObject {
  return {
    programVersion: PROGRAM_KEY_VERSION,
    environment: { ...environment },
    ran: { language, program, limits: { ...limits } },
    replicate: draw.replicate,
    draw: draw.draw,
  };
}

/** Milliseconds that a program takes at most, with what its sandbox needs to start and end. */
export function longestMs({ limits }: ProgramRequest): number {
  return Math.ceil(limits.wallSeconds * 1000) + START_AND_END_MS;
}

const START_AND_END_MS = 1000;
