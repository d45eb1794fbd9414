/** A cell that kills its worker every time: its neighbours are asked all the same, and the experiment says which it is. */
import { expect, test } from '@jest/globals';
import { untilEnded } from './disturbed.ts';
import { TestHome } from './home.ts';
import { scriptedStudy } from './study.ts';

const WHOLE_MS = 8 * 60_000;

test(
  'a cell that kills its worker every time ends in blocked, and alone',
  async () => {
    const files = scriptedStudy({
      ...{ persons: 6, items: 10, shardCells: 10, concurrency: 8, window: 3 },
      latencyMs: { low: 20, high: 60 },
    });
    const home = new TestHome('blocked', files, {
      HOLDFAST_FAILPOINT: 'before-send:Respondent p2&&thing 6?',
    });
    try {
      await home.up();
      const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
      const ended = await untilEnded(home, id, WHOLE_MS);
      expect(ended.state).toBe('blocked');
      expect(ended.counts).toEqual({ settled: 59, missing: { worker: 1 } });
      const { stdout } = await home.command('show', id);
      expect(stdout).toContain('p2/i6/');
      expect(stdout).toContain('the worker died with it at 5 attempts in a row');
      expect(stdout).toContain(`holdfast retry ${id}`);
    } finally {
      await home.close();
    }
  },
  WHOLE_MS,
);
