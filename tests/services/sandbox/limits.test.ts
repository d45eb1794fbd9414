/** What a program may take, and what becomes of one that takes more. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describeSandbox, processesWith, said, sleeper, withSandbox } from './there.ts';

describeSandbox('the limits of the sandbox', () => {
  const run = withSandbox();

  it('end a loop, and a sleep, by the clock', async () => {
    const begun = performance.now();
    expect(await run('while True: pass', { wallSeconds: 1 })).toEqual({ status: 'timed-out' });
    expect(await run('import time; time.sleep(60)', { wallSeconds: 1 })).toEqual({ status: 'timed-out' });
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it('end what the program has started as well', async () => {
    const word = `tree-${process.pid}`;
    const split = 'import os\nfor _ in range(3):\n  if os.fork() == 0:\n    os.setsid()\n    break\n';
    const running = run(split + sleeper(word), { wallSeconds: 3 });
    const seen = await most(word, 4);
    expect(await running).toEqual({ status: 'timed-out' });
    expect({ seen, left: processesWith(word) }).toEqual({ seen: 4, left: [] });
  });

  it('end a program that ends, with what it has left behind', async () => {
    const word = `left-${process.pid}`;
    const split = 'import os, time\nif os.fork() > 0:\n  time.sleep(1)\n  os._exit(0)\n';
    const running = run(split + sleeper(word));
    const seen = await most(word, 1);
    expect(await running).toEqual(said(''));
    expect({ seen, left: processesWith(word) }).toEqual({ seen: 1, left: [] });
  });

  it.each([
    ['a list', 'x = [0] * 10**9'],
    ['a text', 'x = "a" * (1 << 29)'],
    ['a number', 'x = 1 << (1 << 33)'],
    ['many small things', 'x = []\nwhile True: x.append(list(range(1000)))'],
  ])('name the memory that %s takes', async (_, program) => {
    expect(await run(program, { memoryMiB: 128 })).toEqual({ status: 'out-of-memory' });
  });

  it('leave the memory error to a program that catches it, and half the limit to any', async () => {
    const program = 'x = bytearray(64 << 20)\ntry:\n  y = [0] * 10**9\nexcept MemoryError: print("caught")';
    expect(await run(program, { memoryMiB: 128 })).toEqual(said('caught\n'));
  });

  it('give the folder for files no more than it may have', async () => {
    const program =
      'for k in range(9):\n  try:\n    open(f"/tmp/{k}", "wb").write(bytes(8 << 20))\n  except OSError as error:\n    print(k, error.strerror)\n    break';
    expect(await run(program)).toEqual(said('2 No space left on device\n'));
  });

  it('hold a bomb of forks: so many processes and no more', async () => {
    const bomb = `import os
made = 0
try:
  while True:
    if os.fork() == 0:
      import time
      time.sleep(30)
    made += 1
except OSError as error:
  print(made, error.strerror)`;
    expect(await run(bomb, { processes: 5 })).toEqual(said('4 Resource temporarily unavailable\n'));
    const word = `bomb-${process.pid}`;
    const all = `import os\nfor _ in range(1000):\n  try: os.fork()\n  except OSError: pass\n${sleeper(word)}`;
    const running = run(all, { wallSeconds: 3, processes: 5 });
    const seen = await most(word, 5);
    expect(await running).toEqual({ status: 'timed-out' });
    expect({ seen, left: processesWith(word) }).toEqual({ seen: 5, left: [] });
    // Another program is not short of what the first has used up.
    expect(await Promise.all([1, 2, 3].map(() => run(bomb, { processes: 5 })))).toEqual(
      [1, 2, 3].map(() => said('4 Resource temporarily unavailable\n')),
    );
  });

  it('cut what is printed, between two characters, and let the program end', async () => {
    const flood = await run('import sys\nfor _ in range(10**5): print("数", end="")\nsys.exit(3)', {
      outputBytes: 1000,
    });
    expect(flood).toEqual({
      status: 'ended',
      exitCode: 3,
      // Three bytes each.
      stdout: '数'.repeat(333),
      stderr: '',
      truncated: true,
    });
  });

  it('stop a flood without end, on both outputs', async () => {
    const program = 'import sys\nwhile True: sys.stdout.write("x" * 65536); sys.stderr.write("y" * 65536)';
    expect(await run(program, { outputBytes: 100, wallSeconds: 30 })).toMatchObject({
      stdout: 'x'.repeat(100),
      stderr: 'y'.repeat(100),
      truncated: true,
    });
  });
});

/** Waits until so many processes have the word in their command line, or 2.5 s: how many there were at the most. */
async function most(word: string, enough: number): Promise<number> {
  let seen = 0;
  for (let turn = 0; turn < 100 && seen < enough; turn += 1) {
    await sleep(25);
    seen = Math.max(seen, processesWith(word).length);
  }
  return seen;
}
