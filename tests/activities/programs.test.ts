/** Programs as a worker process runs them: in the real sandbox, so many at once, in their order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Programs } from '../../activities/programs.ts';
import { Slots } from '../../activities/slots.ts';
import { ToolError, UserError } from '../../domain/errors.ts';
import type { ProgramRequest } from '../../domain/program.ts';
import { DEFAULT_LIMITS } from '../services/sandbox/limits.ts';
import { describeSandbox, said } from '../services/sandbox/there.ts';

const NEVER = new AbortController().signal;

function python(program: string): ProgramRequest {
  return { language: 'python', program, limits: DEFAULT_LIMITS };
}

describeSandbox('programs', () => {
  const programs = new Programs({ atOnce: 1 });
  afterAll(() => programs.close());

  it('come to what they print, and to the time that they took', async () => {
    const { run, durationMs } = await programs.run(
      python('import time; time.sleep(0.3); print(2 + 2)'),
      NEVER,
    );
    expect(run).toEqual(said('4\n'));
    expect(durationMs).toBeGreaterThanOrEqual(300);
    expect(Number.isInteger(durationMs)).toBe(true);
  });

  it('run in an environment that says its version without the last number', async () => {
    expect(await programs.environment()).toEqual({
      language: 'python',
      version: expect.stringMatching(/^3\.\d+$/),
    });
  });

  it('run so many at once and no more, in their order; whoever waits may leave', async () => {
    const abort = new AbortController();
    const ended: string[] = [];
    const note = (name: string) => (): void => void ended.push(name);
    const all = [
      programs.run(python('import time; time.sleep(1)'), NEVER).then(note('first')),
      programs.run(python('print(1)'), abort.signal).catch(note('left')),
      programs.run(python('print(2)'), NEVER).then(note('second')),
    ];
    await sleep(100);
    abort.abort(new Error('leaving'));
    await Promise.all(all);
    expect(ended).toEqual(['left', 'first', 'second']);
  });

  it('are not run where what comes before them refuses', async () => {
    const refused = programs.run(python('print(1)'), NEVER, () => Promise.reject(new Error('held')));
    await expect(refused).rejects.toThrow('held');
  });
});

describe('programs, without bubblewrap', () => {
  const programs = new Programs({ environment: { HOLDFAST_BUBBLEWRAP: '/nowhere' } });

  it('are refused before a study starts, and missing in one that runs', async () => {
    await expect(programs.check()).rejects.toThrow(UserError);
    const ran = programs.run(python('print(1)'), NEVER);
    await expect(ran).rejects.toThrow(ToolError);
    await expect(ran).rejects.toThrow(/^sandbox: .*bubblewrap/is);
    await programs.close();
  });
});

describe('slots', () => {
  it('are never more than their count, and every task runs once', async () => {
    const slots = new Slots(3);
    let now = 0;
    let most = 0;
    const task = async (): Promise<number> => {
      now += 1;
      most = Math.max(most, now);
      await sleep(2);
      return (now -= 1);
    };
    await Promise.all(Array.from({ length: 30 }, () => slots.run(task, NEVER)));
    expect({ now, most }).toEqual({ now: 0, most: 3 });
  });

  it('are free again after a task that fails', async () => {
    const slots = new Slots(1);
    const failing = slots.run(() => Promise.reject(new Error('failed')), NEVER);
    await expect(failing).rejects.toThrow('failed');
    expect(await slots.run(() => Promise.resolve('next'), NEVER)).toBe('next');
  });
});
