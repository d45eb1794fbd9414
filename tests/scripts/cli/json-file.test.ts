/** JSON that is written piece by piece is the same as JSON that is written whole. */
import fc from 'fast-check';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeJsonFile, type Member } from '../../../scripts/cli/json-file.ts';

const file = join(mkdtempSync(join(tmpdir(), 'holdfast-json-')), 'bundle.json');

test('what was written is read back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.jsonValue()),
      async (values, entries) => {
        const members = Object.entries(values).map(([name, value]): [string, Member] => [name, { value }]);
        await writeJsonFile(file, Object.fromEntries([...members, ['cells', { each: entries }]]));
        const plain: unknown = JSON.parse(JSON.stringify({ ...values, cells: entries }));
        expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(plain);
      },
    ),
    { numRuns: 50 },
  );
});

test('a list longer than what is gathered at once comes whole', async () => {
  const entries = Array.from({ length: 30_000 }, (_, i) => ({ key: `cell ${i}`, text: 'é'.repeat(50) }));
  await writeJsonFile(file, { cells: { each: entries }, after: { value: 1 } });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ cells: entries, after: 1 });
});

test('a list that is read bit by bit is written as one', async () => {
  async function* entries() {
    for (const entry of [1, { two: 2 }]) yield await Promise.resolve(entry);
  }
  await writeJsonFile(file, { cells: { each: entries() } });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ cells: [1, { two: 2 }] });
});
