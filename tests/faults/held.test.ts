/** `pause` and `stop` reach the calls of shards that are under way: what was sent is settled, and nothing follows. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { TestHome, until } from './home.ts';
import { scriptedStudy } from './study.ts';

const WHOLE_MS = 4 * 60_000;
/** What is promised, and what the order itself takes on its way. */
const QUIET_AFTER_MS = 2000;
const CONCURRENCY = 16;

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly settled: number;
}

test(
  'after pause, after a restart while paused, and after stop, nothing new is sent',
  async () => {
    const home = new TestHome(
      'held',
      scriptedStudy({
        ...{ persons: 40, items: 50, shardCells: 500, concurrency: CONCURRENCY },
        latencyMs: { low: 300, high: 600 },
      }),
    );
    const sentAfter = async (what: () => Promise<unknown>): Promise<number> => {
      await what();
      const orderedAt = Date.now();
      await sleep(QUIET_AFTER_MS + 3000);
      return home
        .requests()
        .sent()
        .filter(({ arrivedAt }) => arrivedAt > orderedAt + QUIET_AFTER_MS).length;
    };
    const listed = async (): Promise<Listed> => {
      const [row] = await home.json<Listed[]>('list');
      if (row === undefined) throw new Error('the study is not listed');
      return row;
    };
    try {
      await home.up();
      const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
      await until('200 answers', 60_000, () => home.requests().answered() > 200);

      expect(await sentAfter(() => home.command('pause', id))).toBe(0);
      const paused = await listed();
      expect(paused.state).toBe('paused');
      expect(paused.settled).toBe(home.requests().answered());
      expect(paused.settled).toBeLessThan(2000);

      expect(
        await sentAfter(async () => {
          home.kill('main');
          await sleep(3000);
        }),
      ).toBe(0);

      const before = home.requests().sent().length;
      await home.command('resume', id);
      await until('100 more', 60_000, () => home.requests().sent().length > before + 100);
      expect(await sentAfter(() => home.command('stop', id))).toBe(0);
      await until('it is stopped', 60_000, async () => (await listed()).state === 'stopped', 500);
      expect((await listed()).settled).toBe(home.requests().answered());
      expect(home.requests().answered()).toBeLessThan(2000);
    } finally {
      await home.close();
    }
  },
  WHOLE_MS,
);
