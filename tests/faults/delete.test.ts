/** `delete` takes what is an experiment's own, with `up` and without; others keep what they share, and the money stays. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { filesUnder } from '../../services/home/files-under.ts';
import { TestHome } from './home.ts';
import { scriptedStudy } from './study.ts';

interface Finished {
  readonly id: string;
  readonly resultHash: string;
  readonly report: string;
  readonly spend: { readonly calls: number; readonly memoHits: number };
}

interface Deleted {
  readonly answers: { readonly count: number };
  readonly blobs: { readonly count: number };
  readonly stay: { readonly answers: number; readonly blobs: number };
  readonly bytes: number;
  readonly deleted: boolean;
  readonly histories?: { readonly deleted: number; readonly left?: string };
  readonly paid: { readonly calls: number };
}

interface Sizes {
  readonly experiments: readonly { readonly id: string; readonly ownBytes: number }[];
  readonly blobs: { readonly files: number };
  readonly database: number;
  readonly deletions: readonly { readonly experiment: string; readonly calls: number }[];
  readonly unnamedBlobs: { readonly count: number };
  readonly unusedAnswers: { readonly count: number };
}

test('two experiments on the same answers, deleted one after the other', async () => {
  const files = scriptedStudy({ persons: 12, items: 10, concurrency: 8, latencyMs: 2 });
  const other = files['study.yaml']?.replace('draws: 100', 'draws: 101') ?? '';
  // The daily snapshot comes a minute after `up`, and holds what was there: on a slow machine that is within this test.
  const config = `snapshots = 0\n${files['holdfast.toml'] ?? ''}`;
  const home = new TestHome('deleted', { ...files, 'other.yaml': other, 'holdfast.toml': config });
  const mentioned = (text: string): string[] =>
    filesUnder(home.file('home')).filter((file) => readFileSync(file, 'latin1').includes(text));
  try {
    await home.up();
    const first = await home.run<Finished>('study.yaml');
    const second = await home.run<Finished>('other.yaml');
    expect([first.spend.calls, second.spend.calls, second.spend.memoHits]).toEqual([120, 0, 120]);
    for (const [words, code] of [
      [['delete', 'nobody', '--yes'], 2],
      [['delete', 'scripted-letters', '--yes'], 2],
      [['delete', first.id], 2],
    ] as const)
      expect({ words, code: (await home.command(...words)).code }).toEqual({ words, code });
    // Both files, the fit and the plan of the one round, which are the same.
    const dry = await home.json<Deleted>('delete', first.id, '--dry-run');
    expect(dry).toMatchObject({ deleted: false, answers: { count: 0 }, stay: { answers: 120, blobs: 4 } });
    expect(await home.json<unknown[]>('list')).toHaveLength(2);

    // While `up` runs.
    const done = await home.json<Deleted>('delete', first.id, '--yes');
    expect(done).toMatchObject({ deleted: true, bytes: dry.bytes, histories: { deleted: 1 } });
    expect(done.histories?.left).toBeUndefined();
    expect(existsSync(first.report)).toBe(false);
    expect((await home.command('show', first.id)).code).toBe(2);
    // The other one is whole: its report can be made, and its answers are there with what they cost.
    expect((await home.json<Finished>('report', second.id)).resultHash).toBe(second.resultHash);
    const after = await home.json<Sizes>('du');
    expect(after.experiments.map(({ id }) => id)).toEqual([second.id]);
    expect(after.deletions).toMatchObject([{ experiment: first.id, calls: 120 }]);
    expect([after.unnamedBlobs.count, after.unusedAnswers.count]).toEqual([0, 0]);
    // Run again it is another experiment: nothing is asked, and its result is the same.
    const again = await home.run<Finished>('study.yaml');
    expect([again.resultHash, again.spend.calls]).toEqual([first.resultHash, 0]);
    await home.end();

    // Without `up`: the server is started for the histories, and ended. The first one's run may still be in its list.
    for (const { id } of [again, second]) {
      const { histories } = await home.json<Deleted>('delete', id, '--yes');
      expect({ id, left: histories?.left }).toEqual({ id, left: undefined });
      expect(histories?.deleted).toBeGreaterThanOrEqual(1);
    }
    expect(home.leftOver()).toEqual([]);
    const empty = await home.json<Sizes>('du');
    expect(empty).toMatchObject({ experiments: [], blobs: { files: 0 }, unusedAnswers: { count: 0 } });
    expect(empty.deletions.map(({ calls }) => calls)).toEqual([120, 0, 0]);
    expect(empty.database).toBeLessThan(after.database);
    // Only the ledger still names them, logs, and timers of Temporal's.
    const elsewhere = new RegExp(`/(logs/.*|store\\.sqlite|temporal\\.sqlite)$`);
    expect(mentioned(first.id).filter((file) => !elsewhere.test(file))).toEqual([]);
    expect(mentioned('letters/letters@1:p3')).toEqual([]);
  } finally {
    await home.close();
  }
}, 300_000);
