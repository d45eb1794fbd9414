/** Temporal's database is damaged while `up` runs: it is said once, with the way out, and nothing settled is asked again. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { untilEnded } from './disturbed.ts';
import { TestHome, until } from './home.ts';
import { distinct } from './request-log.ts';
import { scriptedStudy } from './study.ts';

const CELLS = 600;
const CONCURRENCY = 16;

let home: TestHome;
afterEach(() => home.close());

test('up says which file it is and does not start the server again; set aside as it says, the study goes on', async () => {
  home = new TestHome(
    'temporal-damaged',
    scriptedStudy({
      ...{ persons: 30, items: 20, shardCells: 20, concurrency: CONCURRENCY },
      latencyMs: { low: 100, high: 300 },
    }),
  );
  await home.up();
  await home.json('run', home.file('study.yaml'), '--detach');
  const log = home.requests();
  await until('some answers', 60_000, () => log.answered() > 0.3 * CELLS && log.inFlight() > 0);
  const file = join(home.folder, 'home', 'temporal.sqlite');
  damage(file);
  home.kill('server');
  await until('up to give the server up', 120_000, () => home.upSaid.includes('It is not started again'));
  expect(home.upSaid).toContain(`${file}: Temporal's database is damaged`);
  const wayOut = /Set it aside: (mv .*?); (rm -f .*?)\. /.exec(home.upSaid);
  expect(wayOut).not.toBeNull();
  expect(home.upSaid.split('It is not started again')).toHaveLength(2);
  await home.end('SIGINT');

  execFileSync('sh', ['-c', `${wayOut?.[1] ?? ''} && ${wayOut?.[2] ?? ''}`]);
  await home.up();
  const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
  const ended = await untilEnded(home, id, 120_000);
  expect(ended).toMatchObject({ state: 'completed', counts: { settled: CELLS, missing: {} } });
  expect(distinct(log.sent())).toBe(CELLS);
  expect(log.sent().length - CELLS).toBeLessThanOrEqual(2 * CONCURRENCY);
}, 300_000);

/** As after a failing disk: what the log holds is lost, and the pages after the first are another file's. */
function damage(path: string): void {
  truncateSync(`${path}-wal`, 0);
  const handle = openSync(path, 'r+');
  const noise = Buffer.alloc(4096, 'damaged ');
  for (let at = 4096; at < statSync(path).size; at += 4096) writeSync(handle, noise, 0, noise.length, at);
  closeSync(handle);
}
