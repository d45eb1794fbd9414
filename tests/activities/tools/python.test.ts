import { setTimeout as sleep } from 'node:timers/promises';
import { openPythonTool, type PythonTool } from '../../../activities/tools/python.ts';
import { Slots } from '../../../activities/tools/slots.ts';
import { Tools } from '../../../activities/tools/tools.ts';
import { UserError } from '../../../domain/errors.ts';
import { describeSandbox, said } from '../../services/sandbox/there.ts';

const NEVER = new AbortController().signal;

describeSandbox('programs as a tool', () => {
  let tool: PythonTool;
  beforeAll(async () => {
    tool = await openPythonTool({ atOnce: 1 });
  });
  afterAll(() => tool.close());

  it('answers with what the program came to', async () => {
    expect(await tool.run('print(2 + 2)', NEVER)).toEqual(said('4\n'));
  });

  it('runs so many at once and no more, in their order; whoever waits may leave', async () => {
    const abort = new AbortController();
    const ended: string[] = [];
    const note = (name: string) => (): void => void ended.push(name);
    const all = [
      tool.run('import time; time.sleep(1)', NEVER).then(note('first')),
      tool.run('print(1)', abort.signal).catch(note('left')),
      tool.run('print(2)', NEVER).then(note('second')),
    ];
    await sleep(100);
    abort.abort(new Error('leaving'));
    await Promise.all(all);
    expect(ended).toEqual(['left', 'first', 'second']);
  });

  it('is opened by a worker at first use, and gives plain JSON', async () => {
    const tools = new Tools();
    await tools.check('python');
    const result = await tools.use({ tool: 'python', input: { program: 'print("6")' } }, NEVER);
    expect(result).toEqual(said('6\n'));
    await tools.close();
  });
});

describe('programs as a tool, without bubblewrap', () => {
  it('are refused when the tool is opened', async () => {
    await expect(openPythonTool({ environment: { HOLDFAST_BUBBLEWRAP: '/nowhere' } })).rejects.toThrow(
      UserError,
    );
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
