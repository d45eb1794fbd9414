/** Run as another user by machine.test.ts: the behaviours that depend on who starts the sandbox, as one line of JSON. */
import { DEFAULT_LIMITS } from './limits.ts';
import { openSandbox } from '../../../services/sandbox/sandbox.ts';

const BOMB = `import os, time
made = 0
try:
  while True:
    if os.fork() == 0: time.sleep(30)
    made += 1
except OSError: print(made)`;

const sandbox = await openSandbox();
const run = (program: string): Promise<unknown> =>
  sandbox.runPython(program, { ...DEFAULT_LIMITS, wallSeconds: 2 }, new AbortController().signal);
const results = {
  hello: await run('print("hello")'),
  loop: await run('while True: pass'),
  memory: await run('x = [0] * 10**9'),
  bomb: await run(BOMB),
  files: await run(
    'import os\nprint(os.path.exists("/etc/passwd"), os.path.exists("/proc/1"), 0 in os.getresuid())',
  ),
  write: await run('open("/x", "w")'),
};
await sandbox.close();
process.stdout.write(`${JSON.stringify({ user: process.getuid?.(), ...results })}\n`);
