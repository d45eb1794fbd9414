/** `void` sets answers aside: exactly those are asked anew, and on an endpoint that answers the same the result is the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { TestHome } from './home.ts';
import { scriptedStudy } from './study.ts';

interface Finished {
  readonly id: string;
  readonly state: string;
  readonly resultHash: string;
  readonly report: string;
  readonly spend: { readonly calls: number };
}

test('24 of 120 cells are voided: 24 requests, the same result hash, and the report says why', async () => {
  const home = new TestHome('voids', scriptedStudy({ persons: 12, items: 10, concurrency: 8, latencyMs: 2 }));
  try {
    await home.up();
    const study = home.file('study.yaml');
    const lastOf = async (): Promise<Finished> => {
      const { stdout, stderr, code } = await home.command('run', study, '--json');
      if (code !== 0) throw new Error(stderr);
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Finished;
    };
    const before = await lastOf();
    const sent = home.requests().sent().length;
    const keys = (await home.json<{ cells: number }[]>('list'))[0];
    expect([keys?.cells, before.state, before.spend.calls]).toEqual([120, 'completed', sent]);

    for (const wrong of [['--cells', 'nobody/*'], ['--since', 'yesterday'], []]) {
      const { code } = await home.command('void', before.id, ...wrong, '--why', 'a test');
      expect({ wrong, code }).toEqual({ wrong, code: 2 });
    }
    const why = 'two questions were asked by a server with other weights';
    const voided = await home.json<{ cells: number; answers: number; along: number; paidCalls: number }>(
      ...['void', 'scripted-letters', '--cells', '*/i1*', '--why', why],
    );
    // The items i1 and i10, of 12 people.
    expect(voided).toMatchObject({ cells: 24, answers: 24, along: 0, paidCalls: 24 });

    const after = await lastOf();
    expect(home.requests().sent().length - sent).toBe(24);
    expect(after.resultHash).toBe(before.resultHash);
    expect(after.spend.calls).toBe(sent + 24);
    expect(readFileSync(after.report, 'utf8')).toContain(why);
    expect((await home.command('show', after.id)).stdout).toContain(why);
    await home.command('export', after.id, '--out', home.file('out'));
    const bundle = JSON.parse(readFileSync(join(home.file('out'), 'bundle.json'), 'utf8')) as {
      cells: unknown[];
      voids: { why: string }[];
      voidedCells: { key: string }[];
    };
    expect([bundle.cells.length, bundle.voids.length, bundle.voidedCells.length]).toEqual([120, 1, 24]);
    const cell = bundle.voidedCells[0]?.key ?? '';
    expect((await home.command('show', after.id, '--cell', cell)).stdout).toContain('SET ASIDE');
  } finally {
    await home.close();
  }
}, 240_000);
