/** A program that is not wanted any more. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSandbox } from '../../../services/sandbox/sandbox.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { describeSandbox, processesWith, sleeper, withSandbox } from './there.ts';

describeSandbox('a program that is not wanted any more', () => {
  const run = withSandbox();

  it('is gone when the run rejects with the reason, and what it has started too', async () => {
    const word = `unwanted-${process.pid}`;
    const abort = new AbortController();
    const running = run(`import os\nos.fork()\n${sleeper(word)}`, {}, abort.signal);
    while (processesWith(word).length < 2) await sleep(20);
    abort.abort(new Error('changed my mind'));
    await expect(running).rejects.toThrow('changed my mind');
    expect(processesWith(word)).toEqual([]);
  });

  it('is not begun under a signal that is aborted already', async () => {
    await expect(run('', {}, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });

  // Bubblewrap that is killed before it has set itself up leaves a child behind, which would keep the run from ending.
  it('is gone at whatever moment of the start it is given up', async () => {
    for (let turn = 0; turn < 40; turn += 1) {
      const abort = new AbortController();
      const running = run('import time; time.sleep(40)', {}, abort.signal);
      const rejected = expect(running).rejects.toThrow(`turn ${turn}`);
      await Promise.resolve();
      if (turn > 0) await sleep(turn);
      abort.abort(new Error(`turn ${turn}`));
      const begun = performance.now();
      await rejected;
      expect(performance.now() - begun).toBeLessThan(5000);
    }
  });

  it('is gone when the sandbox is closed', async () => {
    const word = `closed-${process.pid}`;
    const sandbox = await openSandbox();
    const running = sandbox.runPython(sleeper(word), DEFAULT_LIMITS, new AbortController().signal);
    const rejected = expect(running).rejects.toThrow('the sandbox was closed');
    while (processesWith(word).length < 1) await sleep(20);
    await sandbox.close();
    await rejected;
    expect(processesWith(word)).toEqual([]);
  });

  it('is gone when the worker is killed', async () => {
    const word = `orphan-${process.pid}`;
    const worker = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts'), sleeper(word)]);
    while (processesWith(word).length < 2) await sleep(20);
    worker.kill('SIGKILL');
    await once(worker, 'close');
    for (let turn = 0; turn < 100 && processesWith(word).length > 0; turn += 1) await sleep(20);
    expect(processesWith(word)).toEqual([]);
  });
});
