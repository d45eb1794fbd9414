import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault, UserError } from '../../../domain/errors.ts';
import { ComputePool } from '../../../services/compute/pool.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-pool-'));
const here = (path: string): string =>
  JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../..', path)).href);
const entry = join(folder, 'entry.mjs');
writeFileSync(
  entry,
  `import { serveTasks } from ${here('services/compute/serve.ts')};
   import { UserError } from ${here('domain/errors.ts')};
   import { threadId } from 'node:worker_threads';
   serveTasks({
     double: (n) => 2 * n,
     slowly: (n) => { const end = Date.now() + 100; while (Date.now() < end); return threadId; },
     refuse: () => { throw new UserError('no such column', { place: 'a.csv:3', remedy: 'Name it.' }); },
     break: () => { throw new TypeError('a bug'); },
     die: () => process.exit(7),
   });`,
);
const pool = new ComputePool(pathToFileURL(entry), 2);

afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

describe('the compute pool', () => {
  it('gives each task its own result', async () => {
    const inputs = Array.from({ length: 20 }, (_, k) => k);
    expect(await Promise.all(inputs.map((n) => pool.run('double', n)))).toEqual(inputs.map((n) => 2 * n));
  });

  it('runs two tasks at once', async () => {
    const threads = await Promise.all([pool.run('slowly', 0), pool.run('slowly', 0)]);
    expect(new Set(threads).size).toBe(2);
  });

  it('brings errors back as what they were', async () => {
    await expect(pool.run('refuse', null)).rejects.toThrow(UserError);
    await expect(pool.run('refuse', null)).rejects.toMatchObject({ place: 'a.csv:3', remedy: 'Name it.' });
    await expect(pool.run('break', null)).rejects.toThrow(Fault);
    await expect(pool.run('nothing', null)).rejects.toThrow(/no compute task is called nothing/);
  });

  it('survives a thread that dies: its task fails, the next one runs', async () => {
    await expect(pool.run('die', null)).rejects.toThrow(/died during die/);
    expect(await pool.run('double', 4)).toBe(8);
  });

  it('a thread that died is no fault: the activity that asked is tried again', async () => {
    const error: unknown = await pool.run('die', null).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(Fault);
    expect(await pool.run('double', 4)).toBe(8);
  });

  it('refuses work once closed, and rejects what was under way', async () => {
    const other = new ComputePool(pathToFileURL(entry), 1);
    const pending = other.run('slowly', 0).catch((reason: unknown) => reason);
    await other.close();
    expect(await pending).toEqual(new Error('the compute pool was closed'));
    await expect(other.run('double', 1)).rejects.toThrow(/closed/);
  });
});
