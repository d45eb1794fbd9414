/** A worksheets study whose worker is killed in the middle: conversations go on, the result is the same, no settled call is sent again. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../scripts/holdfast.ts';
import { drawPoints } from './disturbed.ts';
import { type Run, runKilled, slowed } from './example-study.ts';
import { distinct, openAt } from './request-log.ts';

const SEED = Number(process.env['HOLDFAST_FAULT_SEED'] ?? Date.now() % 1_000_000);
const EXAMPLES = join(ROOT, 'experiments', 'worksheets');
/** Named where they are. */
const MATERIALS = join(EXAMPLES, 'materials');
const ENDPOINT = 'scripted-worksheets';
const POINTS = 3;
const WHOLE_MS = 10 * 60_000;

/** The scripted example with fewer personas, slowed down so that there is something to kill. */
function files(): Record<string, string> {
  const spec = parse(readFileSync(join(EXAMPLES, 'scripted.yaml'), 'utf8')) as {
    readonly persona: object;
  };
  return slowed(ENDPOINT, join(EXAMPLES, 'scripted.json'), {
    ...spec,
    persona: { ...spec.persona, levels: [1, 5] },
    materials: { folder: MATERIALS, sets: ['shop', 'sums'] },
    controls: { run: ['empty', 'wrong'] },
  });
}

describe('worksheets under kills', () => {
  const study = { files: files(), endpoint: ENDPOINT };
  let undisturbed: Run;
  let killed: Run;

  beforeAll(async () => {
    process.stderr.write(`faults: kill points are drawn from seed ${SEED} (HOLDFAST_FAULT_SEED)\n`);
    undisturbed = await runKilled('worksheets-whole', study, [], 0);
    const points = drawPoints(SEED, 'worksheets', POINTS, 1).flat();
    killed = await runKilled('worksheets-killed', study, points, distinct(undisturbed.sent));
  }, WHOLE_MS);

  test('undisturbed, every request is sent once, whichever judge asks it first', () => {
    expect(undisturbed.ended).toMatchObject({ state: 'completed', counts: { missing: {} } });
    expect(undisturbed.sent).toHaveLength(distinct(undisturbed.sent));
  });

  test('killed in the middle of conversations, it ends with the same result', () => {
    expect(killed.kills).toHaveLength(POINTS);
    for (const { at } of killed.kills) expect(openAt(killed.sent, at).length).toBeGreaterThan(0);
    expect(killed.ended).toMatchObject({ state: 'completed', counts: { missing: {} } });
    expect(killed.ended.resultHash).toBe(undisturbed.ended.resultHash);
  });

  test('calls that were sent again were in flight at a kill, and are counted', () => {
    const again = killed.sent.length - distinct(killed.sent);
    expect(distinct(killed.sent)).toBe(distinct(undisturbed.sent));
    const inFlight = killed.kills.reduce((sum, { at }) => sum + openAt(killed.sent, at).length, 0);
    // What had just been answered may not have been committed yet: within 25 ms, at most a place each.
    expect(again).toBeLessThanOrEqual(inFlight + 8 * POINTS);
    expect(killed.ended.spend.callsSentAnew).toBeGreaterThanOrEqual(again);
  });
});
