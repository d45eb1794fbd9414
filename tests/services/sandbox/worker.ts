/** Run by abort.test.ts and killed by it: a process that runs the program of its first argument. */
import { DEFAULT_LIMITS } from './limits.ts';
import { openSandbox } from '../../../services/sandbox/sandbox.ts';

const sandbox = await openSandbox();
await sandbox.runPython(
  process.argv[2] ?? '',
  { ...DEFAULT_LIMITS, wallSeconds: 60 },
  new AbortController().signal,
);
