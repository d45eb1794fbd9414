/** How much a program may take. Fixed by the house, so that a result depends on the program and not on a setting. */
import type { SandboxLimits } from '../../domain/sandbox.ts';

/** Enough for a word problem many times over; small enough that a few at once do not fill a laptop. */
export const DEFAULT_LIMITS: SandboxLimits = {
  wallSeconds: 10,
  memoryMiB: 256,
  processes: 8,
  outputBytes: 64 * 1024,
};

/** The program's own folder for files, `/tmp` inside: it lies in memory and is gone with the program. */
export const SCRATCH_BYTES = 16 * 1024 * 1024;

/** Where a sandbox has not begun the program by then, the machine is in trouble, and the program is not judged. */
export const START_SECONDS = 30;

/** What is read and thrown away above the output limit; from then on the program's writes fail. */
export const DISCARDED_BYTES = 64 * 1024 * 1024;
