/** What programs of these tests may take. */
import type { SandboxLimits } from '../../../domain/program.ts';

export const DEFAULT_LIMITS: SandboxLimits = {
  wallSeconds: 10,
  memoryMiB: 256,
  processes: 8,
  outputBytes: 64 * 1024,
};
