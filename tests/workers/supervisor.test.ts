/** What is told of a process that ends unasked, and when it is started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { type Death, supervise } from '../../workers/supervisor.ts';

const dying = (code: number): ChildProcess => spawn(process.execPath, ['-e', `process.exit(${code})`]);

async function until(what: string, is: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !is();) {
    if (Date.now() > end) throw new Error(`not ${what}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

test('deaths right after a start are counted, each with its process', async () => {
  const deaths: Death[] = [];
  const pids: (number | undefined)[] = [];
  const part = supervise(
    'dying',
    () => {
      const child = dying(7);
      pids.push(child.pid);
      return child;
    },
    (death) => deaths.push(death),
  );
  await until('three deaths', () => deaths.length === 3);
  await part.stop(0);
  expect(deaths.map(({ how, quickDeaths }) => [how, quickDeaths])).toEqual([
    ['exit code 7', 1],
    ['exit code 7', 2],
    ['exit code 7', 3],
  ]);
  expect(deaths.map(({ pid }) => pid)).toEqual(pids);
  expect(part.restarts()).toBe(3);
});

test('what is stopped does not count as dead, and is not started again', async () => {
  const deaths: Death[] = [];
  let starts = 0;
  const part = supervise(
    'living',
    () => {
      starts += 1;
      return spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    },
    (death) => deaths.push(death),
  );
  await part.stop(5000);
  expect({ starts, deaths }).toEqual({ starts: 1, deaths: [] });
});
