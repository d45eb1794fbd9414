/**
 * Calls that were sent and have no answer: of each study here the endpoint's own log says what was sent, and the ledger, the
 * caps, `show`, `list` and `retry` say the same.
 */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Spend } from '../../domain/experiment.ts';
import { untilEnded } from './disturbed.ts';
import { TestHome, until } from './home.ts';
import { distinct } from './request-log.ts';
import { scriptedStudy, type StudySize } from './study.ts';

const WHOLE_MS = 5 * 60_000;
const PLACES = 8;
const SIZE: StudySize = { ...{ persons: 12, items: 20, concurrency: PLACES, shardCells: 30 }, latencyMs: 30 };
const CELLS = 240;

interface Shown {
  readonly state: string;
  readonly detail: string;
  readonly spend: Spend;
  readonly counts: { readonly settled: number; readonly missing: Readonly<Record<string, number>> };
}

async function withStudy(
  name: string,
  size: Partial<StudySize>,
  body: (home: TestHome, id: string) => Promise<void>,
): Promise<void> {
  const home = new TestHome(name, scriptedStudy({ ...SIZE, ...size }));
  try {
    await home.up();
    const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
    await body(home, id);
  } finally {
    await home.close();
  }
}

test(
  'our own time limit cuts the first sending of some calls off: each is counted, charged and shown, and the study ends',
  async () => {
    const faults = [
      { when: { includes: 'Respondent p1' }, fault: { kind: 'never' as const }, firstOfEach: 1 },
    ];
    await withStudy('time-limit', { timeoutSeconds: 1, script: { faults } }, async (home, id) => {
      const ended = await untilEnded(home, id, 120_000);
      expect(ended).toMatchObject({ state: 'completed', counts: { settled: CELLS } });
      const sent = home.requests().sent();
      // p1, p10, p11 and p12, with 20 items each.
      expect([sent.length, distinct(sent)]).toEqual([CELLS + 80, CELLS]);
      expect(ended.spend).toMatchObject({
        ...{ calls: CELLS, callsSentAnew: 80 },
        unanswered: { calls: 80, reasons: { 'time-limit': 80 } },
      });
      expect(ended.spend.unanswered?.promptTokens).toBeGreaterThan(80 * 20);
      expect((await home.command('show', id)).stdout).toContain('80 cut off by the time limit');
      expect((await home.command('list')).stdout).toContain(`${CELLS}+80`);
    });
  },
  WHOLE_MS,
);

test(
  'a cap on calls is never passed by resets: what was sent is what the cap says',
  async () => {
    const faults = [{ fault: { kind: 'reset' as const }, firstOfEach: 1, probability: 0.3 }];
    const spec = { budget: { calls: 150 } };
    await withStudy('reset-cap', { script: { faults }, spec }, async (home, id) => {
      const ended = await untilEnded(home, id, 120_000);
      const sent = home.requests().sent();
      const broken = sent.filter(({ end }) => end?.event === 'broken').length;
      expect(ended.state).toBe('blocked');
      expect(broken).toBeGreaterThan(10);
      expect(sent.length).toBe(150);
      expect(ended.spend).toMatchObject({
        ...{ calls: 150 - broken },
        unanswered: { calls: broken, reasons: { broken } },
      });
      expect((await home.command('show', id)).stdout).toContain('The budget is used up: calls, 150 of 150');
    });
  },
  WHOLE_MS,
);

test(
  'a worker killed twice: exactly what was on the wire is counted, what was only admitted is not, and the cap holds',
  async () => {
    const spec = { budget: { calls: 200 } };
    await withStudy('crash-cap', { latencyMs: 400, spec }, async (home, id) => {
      const kills = [40, 100];
      for (const answered of kills) {
        await until(`${answered} answers`, 60_000, () => home.requests().answered() >= answered);
        home.kill('main');
        await sleep(3000);
      }
      const ended = await untilEnded(home, id, 120_000);
      const sent = home.requests().sent();
      const { calls, unanswered } = ended.spend;
      expect(ended.state).toBe('blocked');
      expect(calls + (unanswered?.calls ?? 0)).toBe(200);
      expect(unanswered?.calls).toBeGreaterThan(PLACES / 2);
      expect(unanswered?.calls).toBeLessThanOrEqual(2 * PLACES);
      expect(unanswered?.reasons).toEqual({ crash: unanswered?.calls });
      // A call is noted in the step before its first byte goes: a kill in that step counts one that never left.
      expect(sent.length).toBeLessThanOrEqual(200);
      expect(sent.length).toBeGreaterThanOrEqual(200 - kills.length);
    });
  },
  WHOLE_MS,
);

test(
  'answers without log-probabilities: the first stops the arm, all that came are charged to the token, and retry sends one',
  async () => {
    const size = { script: { logProbs: false }, ask: { mode: 'options' }, window: 4 };
    await withStudy('no-log-probs', { ...size, persons: 40 }, async (home, id) => {
      const ended = await untilEnded(home, id, 60_000);
      const first = home.requests().sent().length;
      expect(ended).toMatchObject({ state: 'blocked', counts: { settled: 0 } });
      // The lane stands still after as many barren shards as its window is wide: the rest is not even tried.
      expect(Object.keys(ended.counts.missing)).toEqual(['useless']);
      // At most what was in flight when the first came back.
      expect(first).toBeLessThanOrEqual(PLACES);
      expect(ended.spend).toMatchObject({
        calls: 0,
        unanswered: { calls: first, reasons: { useless: first } },
      });
      // One word each, as the endpoint counts them, not the reservation.
      expect(ended.spend.unanswered?.completionTokens).toBe(first);
      const { detail } = await home.json<Shown>('show', id);
      expect(detail).toContain("model 'letters' gives no log-probabilities here");
      expect(detail).toContain('have the server give them, or run the spec anew with `ask: { mode: text }`');
      expect(detail).not.toContain('It is tried again by itself');

      await sleep(6000);
      expect(home.requests().sent()).toHaveLength(first);
      const { stdout } = await home.command('retry', id);
      expect(stdout).toMatch(
        /it asks 800 cells \(useless \d+, not tried \d+\), and sends what the memo does not hold/,
      );
      expect(stdout).toContain('the first answer of no use stops it again');
      expect(stdout).toContain(`until now ${first} sent, perhaps paid`);
      await until('it was asked again', 30_000, () => home.requests().sent().length > first);
      await until(
        'it is blocked',
        30_000,
        async () => (await home.json<Shown>('show', id)).state === 'blocked',
        500,
      );
      await sleep(2000);
      const later = home.requests().sent().length;
      expect(later - first).toBeLessThanOrEqual(PLACES);
      const { spend } = await home.json<Shown>('show', id);
      expect(spend.unanswered).toMatchObject({ calls: later, reasons: { useless: later } });
    });
  },
  WHOLE_MS,
);

test(
  'a cap binds on answers of no use, and a command that reads the ledger finds a line for each',
  async () => {
    const size = { script: { logProbs: false }, ask: { mode: 'options' }, spec: { budget: { calls: 3 } } };
    await withStudy('useless-cap', size, async (home, id) => {
      const ended = await untilEnded(home, id, 60_000);
      expect(ended.state).toBe('blocked');
      expect(home.requests().sent().length).toBeLessThanOrEqual(3);
      const file = home.file('home/store.sqlite');
      const query = "select count(*) as n from ledger where unanswered = 'useless' and estimated = 0";
      const script = `const { DatabaseSync } = require('node:sqlite'); console.log(new DatabaseSync(${JSON.stringify(file)}).prepare(${JSON.stringify(query)}).get().n)`;
      const counted = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
      expect(Number(counted)).toBe(home.requests().sent().length);
    });
  },
  WHOLE_MS,
);
