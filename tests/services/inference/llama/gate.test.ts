import { Gate } from '../../../../services/inference/llama/gate.ts';

const never = new AbortController().signal;
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

test('tasks run one at a time, in the order they came, whatever the others do', async () => {
  const gate = new Gate();
  let running = 0;
  const order: number[] = [];
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) =>
      gate.run(async () => {
        running += 1;
        expect(running).toBe(1);
        await tick();
        running -= 1;
        order.push(index);
        if (index === 3) throw new Error('broken');
        return index;
      }, never),
    ),
  );
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
});

test('who is aborted leaves the line at once, and who comes late does not overtake', async () => {
  const gate = new Gate();
  const order: string[] = [];
  const note = (name: string) => async (): Promise<void> => {
    order.push(name);
    await tick();
  };
  const abort = new AbortController();
  const first = gate.run(async () => {
    await tick();
    order.push('first');
  }, never);
  const left = gate.run(note('left'), abort.signal);
  const second = gate.run(note('second'), never);
  const last = first.then(() => gate.run(note('last'), never));
  abort.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  await expect(gate.run(note('never'), abort.signal)).rejects.toThrow('gone');
  await Promise.all([first, second, last]);
  expect(order).toEqual(['first', 'second', 'last']);
});
