import { Fault } from '../../../domain/errors.ts';
import { checkCursor, compact, CURSOR_VERSION, type Cursor } from '../../../workflows/kernel/cursor.ts';
import { openFanOut } from '../../../workflows/kernel/next-move.ts';
import { NO_SPEND } from '../../../workflows/kernel/budget.ts';

const cursor: Cursor = {
  version: CURSOR_VERSION,
  steps: {},
  fanOuts: {},
  phase: 'collect',
  paused: false,
  stopping: false,
  partial: false,
  caps: {},
  spend: NO_SPEND,
  wallMs: 0,
  pace: { shards: 0, meanMs: 0, lastMs: 0 },
};

test('a cursor of another version is refused by name, not guessed at', () => {
  expect(checkCursor(cursor)).toBe(cursor);
  const older = { ...cursor, version: 0 } as unknown as Cursor;
  expect(() => checkCursor(older)).toThrow(Fault);
  expect(() => checkCursor(older)).toThrow('cursor 0, here 1');
});

test('the worst that can be put back fits into 16 KB', () => {
  const fanOut = openFanOut([
    { queue: 'inference', shards: 100_000, window: 8 },
    { queue: 'inference-local', shards: 100_000, window: 8 },
  ]);
  const ragged = Array.from({ length: 50_000 }, (_, i) => [2 * i, 2 * i] as const);
  const lanes = fanOut.lanes.map((lane) => ({ ...lane, todo: ragged, putBack: ragged }));
  const text = JSON.stringify({ ...cursor, fanOuts: compact({ collect: { ...fanOut, lanes } }) });
  expect(text.length).toBeLessThan(16_384);
});
