/** A home that is copied while `up` runs never joins the original's server; `home copy` makes one that stands alone. */
import { cpSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { TestHome, until } from './home.ts';
import { scriptedStudy } from './study.ts';

interface Listed {
  readonly state: string;
  readonly settled: number;
}

function idOf(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'home.json'), 'utf8')) as { id: string }).id;
}

test('a copy of a running home is refused when made by hand, and stands alone when Holdfast made it', async () => {
  const home = new TestHome(
    'copied',
    // Longer than all the commands below take on a busy machine: it is stopped before it ends.
    scriptedStudy({ persons: 100, items: 20, concurrency: 4, latencyMs: 300 }),
  );
  const original = home.file('home');
  try {
    await home.up();
    await home.json('run', home.file('study.yaml'), '--detach');
    await until('40 answers', 60_000, () => home.requests().answered() >= 40);

    const byHand = home.file('by-hand');
    cpSync(original, byHand, { recursive: true });
    for (const words of [['list'], ['up'], ['run', home.file('study.yaml')]]) {
      const { code, stderr } = await home.command('--home', byHand, ...words);
      expect({ words, code }).toEqual({ words, code: 2 });
      expect(stderr).toContain('made by hand');
      expect(stderr).toContain(`--home ${original} home copy`);
    }

    const copy = home.file('copy');
    const made = await home.json<{ id: string; stopped: string[] }>('home', 'copy', copy);
    expect(made.id).not.toBe(idOf(original));
    expect(made.stopped).toHaveLength(1);
    const inCopy = async (): Promise<Listed> =>
      (await home.json<Listed[]>('--home', copy, 'list'))[0] as Listed;
    const then = await inCopy();
    expect(then.state).toBe('stopped');
    expect(then.settled).toBeGreaterThan(0);
    const joined = await home.command('--home', copy, 'run', home.file('study.yaml'));
    expect(joined.code).toBe(2);
    expect(joined.stderr).toContain('not running for this home');
    for (const taken of [copy, join(original, 'inside')])
      expect((await home.command('home', 'copy', taken)).code).toBe(2);
    expect((await home.command('home', 'move', home.file('elsewhere'))).stderr).toContain('End it');

    // The original went on meanwhile, and nothing of that is in the copy.
    await until('50 more', 60_000, () => home.requests().answered() >= 100);
    expect(await inCopy()).toEqual(then);
    await home.command('stop', 'scripted-letters');
    await home.end();

    const moved = await home.json<{ id: string; folder: string }>('home', 'move', home.file('elsewhere'));
    expect([moved.id, existsSync(original)]).toEqual([idOf(moved.folder), false]);
    const [row] = await home.json<Listed[]>('--home', moved.folder, 'list');
    expect(row?.settled).toBeGreaterThan(then.settled);
    // Moved by other means: it is the same home, and says so at the next command.
    renameSync(moved.folder, home.file('third'));
    expect((await home.command('--home', home.file('third'), 'migrate')).code).toBe(0);
    const noted = readFileSync(join(home.file('third'), 'home.json'), 'utf8');
    expect(noted).toContain('third');
    expect(noted).toContain(moved.id);
  } finally {
    await home.close();
  }
}, 240_000);
