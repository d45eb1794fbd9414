import { Fault } from '../../../domain/errors.ts';
import { checkVersion, compact, CURSOR_VERSION, type Cursor } from '../../../workflows/kernel/cursor.ts';
import { openFanOut } from '../../../workflows/kernel/next-move.ts';
import type { Start } from '../../../domain/experiment.ts';
import { startOf } from '../server.ts';
import { openPace } from '../../../workflows/kernel/pace.ts';
import { NO_SPEND } from '../../../workflows/kernel/budget.ts';

const cursor: Cursor = {
  version: CURSOR_VERSION,
  steps: {},
  allAsked: false,
  phase: 'collect',
  paused: false,
  stopping: false,
  partial: false,
  caps: {},
  spend: NO_SPEND,
  wallMs: 0,
  pace: openPace(0),
};

test('a cursor of another version is refused by name, not guessed at', () => {
  const start = startOf('versions');
  expect(() => checkVersion(start, cursor)).not.toThrow();
  expect(() => checkVersion(start, undefined)).not.toThrow();
  const older = { ...cursor, version: 1 } as unknown as Cursor;
  expect(() => checkVersion(start, older)).toThrow(Fault);
  expect(() => checkVersion(start, older)).toThrow('cursor 1, here 2');
  expect(() => checkVersion({ ...start, lanes: [] } as Start, undefined)).toThrow('terminate it and run');
});

test('the worst that can be put back fits into 16 KB', () => {
  const fanOut = openFanOut([
    { queue: 'inference', shards: 100_000, window: 8 },
    { queue: 'inference-local', shards: 100_000, window: 8 },
  ]);
  const ragged = Array.from({ length: 50_000 }, (_, i) => [2 * i, 2 * i] as const);
  const lanes = fanOut.lanes.map((lane) => ({ ...lane, todo: ragged, putBack: ragged }));
  const text = JSON.stringify({ ...cursor, collection: { fanOut: compact({ ...fanOut, lanes }) } });
  expect(text.length).toBeLessThan(16_384);
});
