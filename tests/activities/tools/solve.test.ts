import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openSolver, type Solver } from '../../../activities/tools/solve.ts';
import { KillableThread } from '../../../services/compute/killable.ts';
import { show } from '../../methods/equations/outcome.ts';

/** Three unknowns, none of them in the first power: exact methods leave it. x = 1, y = 2, z = 3 satisfies it. */
const REST = '[[eq x^2 + y^2*z^2 = 37]] [[eq y^2 + z^2*x^2 = 13]] [[eq z^3 + x^3 = 28]]';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-solve-'));
const serve = JSON.stringify(
  pathToFileURL(join(import.meta.dirname, '../../../services/compute/serve.ts')).href,
);

/** A thread that hangs where the system has a coefficient of 37, and proposes 1, 2, 3 for every other. */
const hanging = join(folder, 'hanging.mjs');
writeFileSync(
  hanging,
  `import { serveTasks } from ${serve};
   const holds = (tree, n) => JSON.stringify(tree, (_, v) => typeof v === 'bigint' ? String(v) : v).includes('"' + n + '"');
   serveTasks({
     ready: () => null,
     nonlinear: ({ equations }) => {
       if (holds(equations, '-37')) for (;;);
       if (holds(equations, '-38')) process.exit(3);
       if (holds(equations, '-39')) { const kept = []; for (;;) kept.push(new Array(1e6).fill(kept.length)); }
       return { kind: 'roots', roots: [[1, 2, 3]] };
     },
   });`,
);
/** Tasks for the thread itself. */
const plain = join(folder, 'plain.mjs');
writeFileSync(
  plain,
  `import { serveTasks } from ${serve};
   import { threadId } from 'node:worker_threads';
   serveTasks({
     ready: () => null,
     thread: () => threadId,
     double: (n) => 2 * n,
     break: () => { throw new TypeError('a bug'); },
     hang: () => { for (;;); },
     die: () => process.exit(7),
   });`,
);

afterAll(() => rmSync(folder, { recursive: true }));

describe('the solver', () => {
  let solver: Solver;
  beforeAll(() => {
    solver = openSolver();
  });
  afterAll(() => solver.close());

  it('solves affine systems, and what exact methods reach beyond', async () => {
    expect(show(await solver.solve('[[eq x + y = 10]] [[eq x - y = 4]] [[answer x]]'))).toBe('solved 7');
    expect(show(await solver.solve('[[var x count]] [[eq x^2 = 9]] [[answer x]]'))).toBe('filtered 3');
    expect(show(await solver.solve('[[eq x = ]]'))).toMatch(/^unparsable 1:10 /);
  });

  it('looks for the numerals of the question', async () => {
    expect((await solver.solve('[[eq a = 3]] [[answer a]]', 'Tom has 3 and 4.')).unused).toEqual(['4']);
    expect((await solver.solve('9 [[eq a = 3]] [[answer a]]')).unused).toEqual(['9']);
  });

  it('hands the nonlinear rest to the algebra system in its thread', async () => {
    const solution = await solver.solve(`${REST} [[answer x]]`);
    // The library finds nothing here, and that is not said to be no solution.
    expect(['unsupported', 'solved', 'timed-out']).toContain(solution.status);
    expect(show(await solver.solve('[[eq a = 5]] [[answer a]]'))).toBe('solved 5');
  });
});

describe('a nonlinear rest that takes for ever', () => {
  let solver: Solver;
  beforeAll(() => {
    solver = openSolver(pathToFileURL(hanging));
  });
  afterAll(() => solver.close());
  /** x = 1, y = 2, z = 3 again, with nothing in it that the thread stumbles over. */
  const easy =
    '[[eq x^2 + y^2*z^3 = 109]] [[eq y^2 + z^2*x^4 = 13]] [[eq z^3 + x^3 = 28]] [[answer x + 10*y + 100*z]]';

  it('is timed out after a second with its thread, and the next one works', async () => {
    expect(show(await solver.solve(easy))).toBe('solved 321');
    const start = performance.now();
    expect(show(await solver.solve(`${REST} [[answer x]]`))).toBe(
      'timed-out the nonlinear rest took too long',
    );
    expect(performance.now() - start).toBeGreaterThan(900);
    // Affine problems do not wait for a thread.
    expect(show(await solver.solve('[[eq a = 5]] [[answer a]]'))).toBe('solved 5');
    expect(show(await solver.solve(easy))).toBe('solved 321');
  });

  it.each([
    ['ends', REST.replace('x^2 + y^2*z^2 = 37', '2*x^2 + y^2*z^2 = 38')],
    ['takes more memory than it may', REST.replace('x^2 + y^2*z^2 = 37', '3*x^2 + y^2*z^2 = 39')],
  ])('is unsupported where its thread %s, and the next one works', async (_, text) => {
    expect(show(await solver.solve(`${text} [[answer x]]`))).toMatch(/^(unsupported no method|timed-out)/);
    expect(show(await solver.solve(easy))).toBe('solved 321');
  });
});

describe('a killable thread', () => {
  const limits = { startMilliseconds: 60_000, taskMilliseconds: 300, heapMiB: 64 };
  let thread: KillableThread;
  beforeEach(() => {
    thread = new KillableThread(pathToFileURL(plain), limits);
  });
  afterEach(() => thread.close());

  it('answers tasks one after the other, all in one thread', async () => {
    const results = await Promise.all([1, 2, 3].map((n) => thread.run<number>('double', n)));
    expect(results).toMatchObject([2, 4, 6].map((result) => ({ kind: 'result', result })));
    const [first, second] = [
      await thread.run<number>('thread', null),
      await thread.run<number>('thread', null),
    ];
    expect({ ...first, milliseconds: 0 }).toEqual({ ...second, milliseconds: 0 });
  });

  it('is killed with a task that takes too long; the next task has a new thread', async () => {
    const before = await thread.run<number>('thread', null);
    const start = performance.now();
    const [hung, after] = await Promise.all([thread.run('hang', null), thread.run<number>('thread', null)]);
    expect(hung).toEqual({ kind: 'timed-out' });
    expect(performance.now() - start).toBeGreaterThan(290);
    expect(after.kind).toBe('result');
    expect(before.kind === 'result' && after.kind === 'result' && before.result !== after.result).toBe(true);
  });

  it('takes less time where its caller says so', async () => {
    await thread.run('double', 1);
    const start = performance.now();
    expect(await thread.run('hang', null, 20)).toEqual({ kind: 'timed-out' });
    expect(performance.now() - start).toBeLessThan(290);
  });

  it('says that the thread died, and goes on with another', async () => {
    expect(await thread.run('die', null)).toEqual({ kind: 'died', message: 'exit code 7' });
    expect(await thread.run('double', 4)).toMatchObject({ kind: 'result', result: 8 });
  });

  it('throws what a task throws, and goes on', async () => {
    await expect(thread.run('break', null)).rejects.toThrow('a bug');
    await expect(thread.run('nothing', null)).rejects.toThrow('no compute task is called nothing');
    expect(await thread.run('double', 4)).toMatchObject({ kind: 'result', result: 8 });
  });

  it('ends a task under way when it is closed, and takes no more', async () => {
    await thread.run('double', 1);
    const hung = expect(thread.run('hang', null)).rejects.toThrow('the thread is closed');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await thread.close();
    await hung;
    await expect(thread.run('double', 1)).rejects.toThrow('the thread is closed');
  });
});
