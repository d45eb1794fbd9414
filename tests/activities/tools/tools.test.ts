/** The tools of a worker process: real ones, opened at first use. */
import { Tools } from '../../../activities/tools/tools.ts';
import { Fault } from '../../../domain/errors.ts';

const signal = new AbortController().signal;
let tools: Tools;
beforeEach(() => {
  tools = new Tools();
});
afterEach(() => tools.close());

test('solve and paper answer the same statements, each in its way, as plain JSON', async () => {
  const text = 'Let a be 2 [[var a]] [[eq a = 2]]. The answer is three of them [[answer 3a]].';
  const solved = await tools.use({ tool: 'solve', input: { text, question: 'Two, three times?' } }, signal);
  expect(solved).toMatchObject({ status: 'solved', answers: [{ name: '3a', value: 6, exact: '6' }] });
  const paper = '[[var a]] [[eq a = 2]] [[answer a]]';
  expect(await tools.use({ tool: 'paper', input: { text: paper } }, signal)).toMatchObject({
    status: 'solved',
    value: 2,
  });
});

test('an input that lacks what the tool needs is a fault of the dialogue', async () => {
  await expect(tools.use({ tool: 'solve', input: {} }, signal)).rejects.toThrow(Fault);
});

test('a tool that nobody has is a fault', async () => {
  await expect(tools.use({ tool: 'oracle', input: {} }, signal)).rejects.toThrow(Fault);
  await expect(tools.check('oracle')).rejects.toThrow("no tool is called 'oracle'");
});

test('the same use gives the very same result: nothing is run twice', async () => {
  const first = await tools.use({ tool: 'solve', input: { text: '[[answer 2]]' } }, signal);
  const reordered = { input: { text: '[[answer 2]]' }, tool: 'solve' };
  expect(await tools.use(reordered, signal)).toBe(first);
  expect(await tools.use({ tool: 'solve', input: { text: '[[answer 3]]' } }, signal)).not.toBe(first);
});

test('an aborted use ends with the signal’s reason, whatever the tool says', async () => {
  const ending = new AbortController();
  ending.abort(new Error('the worker ends'));
  const used = tools.use({ tool: 'solve', input: {} }, ending.signal);
  await expect(used).rejects.toThrow('the worker ends');
});
