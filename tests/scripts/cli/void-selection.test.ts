/** What a selection means: times, patterns, and which cells stand on what is chosen. */
import type { Thread } from '../../../domain/dialogue.ts';
import type { ExperimentId, Sha256 } from '../../../domain/experiment.ts';
import type { CellRecord, Store } from '../../../domain/store.ts';
import { globOf } from '../../../scripts/cli/glob.ts';
import { readSelection, select } from '../../../scripts/cli/void-selection.ts';

test('times are moments or how long ago, and anything else is refused', () => {
  const now = Date.UTC(2026, 10, 28);
  expect(readSelection({ since: '90m' }, now)).toEqual({ since: now - 90 * 60_000 });
  expect(readSelection({ since: '2026-11-27T00:00Z' }, now)).toEqual({ since: now - 86_400_000 });
  for (const since of ['yesterday', '6', '', '2026-13-45'])
    expect(() => readSelection({ since }, now)).toThrow(/time|empty/);
  expect(() => readSelection({}, now)).toThrow('Nothing says which');
});

test('a pattern takes its stars and nothing else for signs', () => {
  expect(globOf('a/*:none/S1?')('a/m:none/S1x')).toBe(true);
  expect(globOf('a.b')('axb')).toBe(false);
  expect(globOf('(a|b)+[c]')('(a|b)+[c]')).toBe(true);
  expect(globOf('a*')('ba')).toBe(false);
  // The names of arms and models mostly have a hyphen.
  expect(globOf('smollm2-plain/*')('smollm2-plain/smollm2:none/S1')).toBe(true);
  const signs = String.raw`\^$.|+()[]{}/-,:#&~@!%=<>'"` + '`';
  expect(globOf(signs)(signs)).toBe(true);
});

const [one, two, shared, gone] = ['1', '2', '3', '4'] as unknown as [Sha256, Sha256, Sha256, Sha256];

function cell(key: string, completions: Sha256[]): CellRecord {
  return { key, status: 'settled', outcome: { status: 'ok' }, missingClass: null, reason: null, completions };
}

const rows = [cell('a', [one]), cell('b', [two]), cell('c', [shared]), cell('d', [shared]), cell('e', [])];
const origins = new Map([
  [one, { workerRun: 'w1', createdAt: 10 }],
  [two, { workerRun: 'w2', createdAt: 20 }],
  [shared, { workerRun: 'w1', createdAt: 30 }],
  [gone, { workerRun: 'w1', createdAt: 5 }],
]);
async function* batch(of: readonly CellRecord[]): AsyncGenerator<readonly CellRecord[]> {
  yield await Promise.resolve(of);
}

const store = {
  cells: (_id: ExperimentId, keys: readonly string[]) =>
    Promise.resolve(rows.filter(({ key }) => keys.includes(key))),
  cellBatches: () => batch(rows),
  origins: (keys: readonly Sha256[]) =>
    Promise.resolve(new Map([...origins].filter(([key]) => keys.includes(key)))),
  paidAnswers: () => Promise.resolve([one, two, shared, gone]),
  currentKeys: (keys: readonly Sha256[]) =>
    Promise.resolve(new Map(keys.map((key) => [key, key === gone ? one : key]))),
} as unknown as Store;
const threads = [['a', 'b'], ['c'], ['d'], ['e']].map((keys) =>
  keys.map((key) => ({ key })),
) as unknown as Thread[];
const choose = (selection: Parameters<typeof select>[3]) =>
  select(store, 'x' as ExperimentId, threads, selection);

test('a cell that shares the answer goes along, and so does one that follows in the chain, with its own answer kept', async () => {
  expect(await choose({ cells: 'a' })).toEqual({ cells: ['a', 'b'], along: 1, answers: [one] });
  expect(await choose({ cells: 'c' })).toEqual({ cells: ['c', 'd'], along: 1, answers: [shared] });
  expect(await choose({ cells: 'e' })).toEqual({ cells: ['e'], along: 0, answers: [] });
});

test('conditions are on answers, and all of them have to fit', async () => {
  expect((await choose({ worker: 'w1' })).answers).toEqual([one, shared]);
  expect((await choose({ worker: 'w1', since: 20 })).answers).toEqual([shared]);
  expect((await choose({ worker: 'w1', cells: 'b' })).answers).toEqual([]);
});

test('an answer that was set aside before is not set aside again, nor counted twice', async () => {
  expect((await choose({ since: 0 })).answers).toEqual([one, two, shared]);
  const after = { ...store, cellBatches: () => batch([]), paidAnswers: () => Promise.resolve([gone]) };
  expect(await select(after as Store, 'x' as ExperimentId, threads, { since: 0 })).toEqual({
    ...{ cells: [], along: 0, answers: [] },
  });
});
