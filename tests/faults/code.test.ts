/** A wording that is changed while a study is open: not one question in it, until a person accepts it. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { CodeSide } from '../../families/family.ts';
import { CodeCopy } from './copy.ts';
import { untilEnded } from './disturbed.ts';
import { TestHome, until } from './home.ts';
import { distinct } from './request-log.ts';
import { scriptedStudy } from './study.ts';

const WHOLE_MS = 15 * 60_000;
const CELLS = 800;
const PROMPT = 'families/alignment/prompt.ts';
const WORDING = ['Answer with one letter:', 'Say one letter:'] as const;
/** A worker that would ask has asked by then: without the check the first call goes out within a second of `up`. */
const QUIET_MS = 5000;

interface Shown {
  readonly state: string;
  readonly detail: string;
  readonly counts: { readonly settled: number };
  readonly codes: readonly CodeSide[];
}

test(
  'a wording changed while a study is open asks nothing until it is accepted; then the report counts both sides',
  async () => {
    const copy = new CodeCopy();
    const files = scriptedStudy({
      ...{ persons: 40, items: 20, shardCells: 20, concurrency: 8 },
      latencyMs: { low: 100, high: 200 },
    });
    const home = new TestHome('code', files, {}, copy.root);
    const log = home.requests();
    const show = (id: string): Promise<Shown> => home.json<Shown>('show', id);
    const untilBlocked = (id: string): Promise<void> =>
      until('it is blocked', 60_000, async () => (await show(id)).state === 'blocked', 500);
    try {
      await home.up();
      const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
      await until('a first part', 60_000, () => log.answered() > 0.2 * CELLS);
      await home.end();
      const first = log.sent().length;
      expect(first).toBeLessThan(0.6 * CELLS);

      copy.change(PROMPT, ...WORDING);
      await home.up();
      await untilBlocked(id);
      await sleep(QUIET_MS);
      expect(log.sent()).toHaveLength(first);
      const stands = await show(id);
      expect(stands.detail).toContain(`code: a worker has other code than this experiment goes by`);
      expect(stands.detail).toContain(`(${PROMPT} differs)`);
      expect(stands.detail).toContain(`holdfast retry ${id} --accept-code`);
      expect(stands).toMatchObject({ counts: { settled: first }, codes: [{ cells: first, changes: '' }] });
      await home.command('retry', id);
      await sleep(QUIET_MS);
      await untilBlocked(id);
      expect(log.sent()).toHaveLength(first);

      // The first way out: the code is put back, and every question is in the first wording.
      await home.end();
      copy.change(PROMPT, WORDING[1], WORDING[0]);
      await home.up();
      await home.command('retry', id);
      await until('more in the old wording', 60_000, () => log.answered() > first + 0.1 * CELLS);

      // A worker that is started again while `up` goes on has the code as it is then.
      copy.change(PROMPT, ...WORDING);
      home.kill('main');
      await untilBlocked(id);
      const old = (await show(id)).counts.settled;
      const oldSent = log.sent().length;
      const oldHashes = new Set(log.sent().map(({ sha256 }) => sha256));
      expect(old).toBeGreaterThan(first);
      expect(old).toBeLessThan(CELLS);
      await sleep(QUIET_MS);
      expect(log.sent()).toHaveLength(oldSent);

      // The last way out: the code as it is now, and the report says so.
      await home.end();
      await home.up();
      const { accepted } = await home.json<{ accepted: string }>('retry', id, '--accept-code');
      expect(accepted).toBe(`${PROMPT} differs`);
      expect(await untilEnded(home, id, 120_000)).toMatchObject({
        state: 'completed',
        counts: { settled: CELLS, missing: {} },
      });
      const later = log.sent().slice(oldSent);
      expect(distinct(later)).toBe(CELLS - old);
      expect(later.filter(({ sha256 }) => oldHashes.has(sha256))).toEqual([]);
      expect((await show(id)).codes).toMatchObject([
        { cells: old, changes: '' },
        { cells: CELLS - old, changes: `${PROMPT} differs` },
      ]);
      const { report } = await home.json<{ report: string }>('run', home.file('study.yaml'));
      const page = readFileSync(report, 'utf8');
      expect(page).toContain('The code changed while this experiment was open');
      expect(page).toContain(`${old} cells by code`);
      expect(page).toContain(`${CELLS - old} cells by code`);
    } finally {
      await home.close();
      copy.close();
    }
  },
  WHOLE_MS,
);
