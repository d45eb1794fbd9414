/** Which cells `show` lists, and what it says where none fits. */
import type { Cell } from '../../../domain/dialogue.ts';
import type { ExperimentId } from '../../../domain/experiment.ts';
import type { CellRecord } from '../../../domain/store.ts';
import { type CellQuery, readQuery, selectCells } from '../../../scripts/cli/cell-selection.ts';

const KEYS = ['plain/m:p1/q1', 'plain/m:p1/q2', 'plain/m:p2/q1', 'plain/m:p2/q2', 'other/m:p1/q1'];
const record = { id: 'alignment/small/0123' as ExperimentId };
const study = {
  blocks: [
    { models: [], cells: KEYS.length, threads: KEYS.map((key) => [{ key }]) as unknown as readonly Cell[][] },
  ],
  about: ({ key }: Cell) => {
    const [, respondent = '', item = ''] = key.split('/');
    return { item, persons: [respondent.slice(2), respondent] };
  },
};

function row(key: string, status: string): CellRecord {
  const isMissing = status === 'endpoint';
  return {
    ...{ key, completions: [], reason: isMissing ? 'it was away' : null },
    status: isMissing ? 'missing' : 'settled',
    outcome: isMissing ? null : { status },
    missingClass: isMissing ? 'endpoint' : null,
  };
}

const rows = [
  row('plain/m:p1/q1', 'ok'),
  row('plain/m:p1/q2', 'refused'),
  row('plain/m:p2/q1', 'endpoint'),
  row('other/m:p1/q1', 'ok'),
];
const store = {
  cells: (_id: ExperimentId, keys: readonly string[] = []) =>
    Promise.resolve(rows.filter(({ key }) => keys.includes(key))),
};

async function listed(query: CellQuery): Promise<string[]> {
  const wanted = readQuery(query);
  if (wanted === undefined) throw new Error('nothing was asked for');
  const { rows: found, more } = await selectCells(store, record, study, wanted);
  return [...found.map(({ key }) => key), ...(more ? ['...'] : [])];
}

test.each([
  [{ cells: '*' }, ['plain/m:p1/q1', 'plain/m:p1/q2', 'plain/m:p2/q1', 'other/m:p1/q1']],
  [{ cells: 'plain/*', item: 'q1' }, ['plain/m:p1/q1', 'plain/m:p2/q1']],
  [{ person: 'p1', status: 'ok' }, ['plain/m:p1/q1', 'other/m:p1/q1']],
  [{ person: 'm:p2' }, ['plain/m:p2/q1']],
  [{ status: 'missing' }, ['plain/m:p2/q1']],
  [{ status: 'endpoint' }, ['plain/m:p2/q1']],
  [{ status: 'settled', limit: '2' }, ['plain/m:p1/q1', 'plain/m:p1/q2', '...']],
  [{ status: 'untried' }, ['plain/m:p2/q2']],
])('%j', async (query: CellQuery, keys) => expect(await listed(query)).toEqual(keys));

test('no flag asks for no list, and a limit is a whole number', () => {
  expect(readQuery({})).toBeUndefined();
  expect(() => readQuery({ limit: 'many' })).toThrow('--limit many');
  expect(() => readQuery({ cells: '' })).toThrow('--cells is empty');
});

test('what fits nothing is answered with what there is, and with the likely one', async () => {
  await expect(listed({ item: 'q11' })).rejects.toMatchObject({
    message: "No cell of alignment/small/0123 has the item 'q11'; did you mean 'q1'?",
    remedy: 'There are q1, q2.',
  });
  await expect(listed({ status: 'refusd', item: 'q2' })).rejects.toMatchObject({
    message: expect.stringContaining("did you mean 'refused'?") as unknown,
  });
  await expect(listed({ cells: 'nothing*' })).rejects.toMatchObject({
    remedy: expect.stringContaining('plain/m:p1/q1') as unknown,
  });
});
