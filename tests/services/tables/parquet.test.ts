import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { parquetFile } from '../../../services/tables/parquet.ts';

const COLUMNS = [
  { name: 'name', type: 'text' },
  { name: 'count', type: 'integer' },
  { name: 'share', type: 'number' },
  { name: 'right', type: 'boolean' },
  { name: 'messages', type: 'json' },
] as const;

describe('a Parquet file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-parquet-'));
  const file = join(folder, 'x.parquet');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const read = (): Promise<Record<string, unknown>[]> =>
    parquetReadObjects({ file: new Uint8Array(readFileSync(file)).buffer });

  it('gives back what was written, with its types and with what is absent', async () => {
    const typed = parquetFile(file, COLUMNS);
    await typed.write([
      { name: '=Ä−\n"', count: 5_000_000_000, share: 1, right: false, messages: [{ role: 'user' }] },
      { name: null, count: null, share: null, right: null, messages: null },
    ]);
    await typed.write([{ name: '', count: 0, share: 1 / 3, right: true, messages: {} }]);
    await typed.close();
    const [first, second, third] = await read();
    expect(first).toEqual({
      ...{ name: '=Ä−\n"', count: 5_000_000_000n, share: 1, right: false },
      messages: '[{"role":"user"}]',
    });
    expect(Object.values(second ?? {}).every((value) => value === null || value === undefined)).toBe(true);
    expect(third).toEqual({ name: '', count: 0n, share: 1 / 3, right: true, messages: '{}' });
  });

  it('may have no row', async () => {
    await parquetFile(file, COLUMNS).close();
    expect(await read()).toEqual([]);
  });

  it('refuses what its columns do not hold', async () => {
    const typed = parquetFile(file, COLUMNS);
    await expect(typed.write([{ name: 3 }])).rejects.toThrow('the column name holds text, and a row has 3');
    await expect(typed.write([{ count: 1.5 }])).rejects.toThrow(RangeError);
  });
});
