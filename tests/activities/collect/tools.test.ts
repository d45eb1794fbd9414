/** Tools in the middle of a dialogue: used once, never paid for, and missing where they cannot be had. */
import type { ToolUse } from '../../../domain/dialogue.ts';
import { ask, type Dialogue, type Tool, use } from '../../../domain/dialogue.ts';
import { Fault, ToolError } from '../../../domain/errors.ts';
import type { Json } from '../../../domain/json.ts';
import { EXPERIMENT, many, requestOf, withWorld } from './world.ts';

const SOLVE: Tool<{ readonly text: string }, string> = { name: 'solve' };

/** Asks, has the answer judged, asks again with the judgement, has that judged, settles. */
const judged: Dialogue = function* (cell) {
  yield* ask(requestOf(cell.key));
  const first = yield* use(SOLVE, { text: `${cell.key} 1` });
  yield* ask(requestOf(`${cell.key} again: ${first}`));
  return { status: 'ok', result: yield* use(SOLVE, { text: `${cell.key} 2` }) };
};

test('a tool is used once for each input, and its result reaches the dialogue', async () => {
  const uses: ToolUse[] = [];
  const useTool = async (asked: ToolUse): Promise<Json> => {
    uses.push(asked);
    return `solved ${asked.input['text'] as string}`;
  };
  await withWorld({ dialogue: judged }, async ({ collect, store, server }) => {
    const result = await collect(many(20), { useTool });
    expect(result).toMatchObject({ settled: 20, missing: 0, spend: { calls: 40 } });
    expect(uses).toHaveLength(40);
    expect(new Set(uses.map(({ input }) => input['text'])).size).toBe(40);
    const [cell] = await store.cells(EXPERIMENT, ['item 7']);
    expect(cell?.outcome).toEqual({ status: 'ok', result: 'solved item 7 2' });
    // The second request holds what the tool said: it went out as the dialogue wrote it.
    expect(server.counts.arrived).toBe(40);
  });
});

test('a tool that gives no result leaves its cell missing, what was said is kept, and a retry pays nothing', async () => {
  let broken = true;
  const useTool = async ({ input }: ToolUse): Promise<Json> => {
    if (broken && input['text'] === 'item 3 1') throw new ToolError('solve: no sandbox here');
    return 'fine';
  };
  await withWorld({ dialogue: judged }, async ({ collect, store, server }) => {
    const first = await collect(many(5), { useTool });
    expect(first).toMatchObject({ settled: 4, missing: 1, missingByClass: { tool: 1 } });
    expect(first.examples).toEqual(['item 3: solve: no sandbox here']);
    expect(server.counts.arrived).toBe(9);
    broken = false;
    expect(await collect(many(5), { useTool })).toMatchObject({ settledNow: 1, settled: 5, missing: 0 });
    expect(server.counts.arrived).toBe(10);
    const [cell] = await store.cells(EXPERIMENT, ['item 3']);
    expect(cell?.status).toBe('settled');
  });
});

test('a dialogue that has the same tool used for ever is a fault, as is a tool that nobody has', async () => {
  const stubborn: Dialogue = function* () {
    for (;;) yield* use(SOLVE, { text: 'the same' });
  };
  let uses = 0;
  const useTool = async (): Promise<Json> => ++uses;
  await withWorld({ dialogue: stubborn }, async ({ collect }) => {
    await expect(collect(many(1), { useTool })).rejects.toThrow(Fault);
    expect(uses).toBe(1);
    await expect(collect(many(1))).rejects.toThrow("no tool is called 'solve' here");
  });
});
