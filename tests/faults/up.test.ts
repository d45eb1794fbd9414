/** `holdfast up` itself: killed, started twice, and ended as Ctrl-C does. */
import { afterEach, expect, test } from '@jest/globals';
import type { UpRecord } from '../../services/temporal-server/connect.ts';
import { untilEnded } from './disturbed.ts';
import { TestHome, until } from './home.ts';
import { distinct, unsettledFor } from './request-log.ts';
import { scriptedStudy } from './study.ts';

const WHOLE_MS = 4 * 60_000;
/** Workers that lost their supervisor finish what is in flight for 20 s, and end after 25 at the latest. */
const ORPHANS_MS = 40_000;
const CELLS = 600;

let home: TestHome;
afterEach(() => home.close());

function open(name: string): TestHome {
  home = new TestHome(
    name,
    scriptedStudy({
      ...{ persons: 30, items: 20, shardCells: 20, concurrency: 16 },
      latencyMs: { low: 100, high: 300 },
    }),
  );
  return home;
}

test(
  'a second up finds the first, also while the first is still starting',
  async () => {
    open('second-up');
    const first = home.up();
    await until('the first to have begun', 60_000, () => home.pid('server') !== undefined);
    const early = await home.json<UpRecord>('up');
    const record = await first;
    expect(early).toEqual(record);
    expect(await home.json<UpRecord>('up')).toEqual(record);
    expect(record.pid).toBe(home.upPid);
  },
  WHOLE_MS,
);

test(
  'up killed hard: nothing of it stays, and the next up goes on with what is settled',
  async () => {
    open('up-killed');
    await home.up();
    const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
    const log = home.requests();
    await until('some answers', 60_000, () => log.answered() > 0.3 * CELLS && log.inFlight() > 0);
    const killedAt = Date.now();
    await home.end('SIGKILL');
    const server = home.leftOver().find((line) => line.includes('start-dev'));
    expect(server).toBeDefined();
    await home.up();
    expect(home.leftOver()).not.toContain(server);
    const ended = await untilEnded(home, id, 120_000);
    expect(ended).toMatchObject({ state: 'completed', counts: { settled: CELLS, missing: {} } });
    expect(distinct(log.sent())).toBe(CELLS);
    // The endpoint died with `up`: what it had delivered just then may not have been settled.
    expect(Math.max(0, ...unsettledFor(log.sent(), [killedAt]))).toBeLessThan(1500);
  },
  WHOLE_MS,
);

test(
  'Ctrl-C drains: what is in flight is settled, every process ends, and the next up finishes the study',
  async () => {
    open('drained');
    await home.up();
    const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
    const log = home.requests();
    await until('some answers', 60_000, () => log.answered() > 0.2 * CELLS && log.inFlight() > 0);
    expect(await home.end('SIGINT')).toBe(0);
    await until('all processes to have ended', ORPHANS_MS, () => home.leftOver().length === 0);
    const sent = log.sent().length;
    await home.up();
    const ended = await untilEnded(home, id, 120_000);
    expect(ended).toMatchObject({ state: 'completed', counts: { settled: CELLS, missing: {} } });
    expect(sent).toBeLessThan(CELLS);
    expect(ended.spend.callsSentAnew).toBe(0);
    expect(log.sent()).toHaveLength(CELLS);
  },
  WHOLE_MS,
);
