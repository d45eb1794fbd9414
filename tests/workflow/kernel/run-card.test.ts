import type { ExperimentId, Progress } from '../../../domain/experiment.ts';
import { count, duration, money, percent } from '../../../domain/figures.ts';
import { runCard } from '../../../workflows/kernel/run-card.ts';

const progress: Progress = {
  state: 'running',
  phase: 'collect',
  cells: 6_000,
  settled: 1_234,
  missing: 12,
  shardsDone: 41,
  shards: 200,
  spend: {
    calls: 1_240,
    promptTokens: 99_000,
    completionTokens: 1_000,
    costMicroUsd: 1_234_567,
    memoHits: 8,
    callsSentAnew: 2,
  },
  caps: { costMicroUsd: 5_000_000, wallMs: 3_600_000 },
  headline: 'r = 0.42 [0.20, 0.60]',
  etaMs: 12_000_000,
  etaRangeMs: [10_800_000, 14_400_000],
};

const start = { title: 'verbal aggression', experiment: 'alignment/verbal/0123' as ExperimentId };
const AT = Date.UTC(2026, 10, 28, 13);

test('the card says phase, figure, progress, time left, spend and caps', () => {
  expect(runCard(start, progress, ['- **Spec** demo.yaml'], 1_500_000, AT)).toBe(
    [
      '### verbal aggression',
      '**collect** · running · 2026-11-28 13:00 UTC',
      '',
      '- **Figure so far** r = 0.42 [0.20, 0.60]',
      '- **Progress** 1,234 of 6,000 cells (20 %), 12 missing; 41 of 200 shards',
      '- **Left to collect** about 3 h 20 min (3 to 4 h)',
      '- **Spend** 1,240 calls, 100,000 tokens, $1.23, 8 from the memo, 2 sent anew',
      '- **Time** 25 min (without pauses)',
      '- **Caps** $1.23 of $5.00; 25 min of 1 h',
      '- **Spec** demo.yaml',
    ].join('\n'),
  );
});

test('what blocks has a heading of its own', () => {
  expect(
    runCard(start, { ...progress, state: 'blocked', blocked: 'the endpoint is down' }, [], 0, AT),
  ).toMatch(/\n\n#### What blocks\nthe endpoint is down$/);
});

test('a card of what has ended says so first, and where the report is or why there is none', () => {
  const { etaMs: _, etaRangeMs: __, ...ended } = progress;
  const card = (state: Progress['state'], detail: string): string =>
    runCard(start, { ...ended, state, phase: 'report', ended: detail }, [], 0, AT);
  expect(card('completed', 'r = 0.42')).toMatch(/^### .+\n\*\*completed\*\* · 2026-11-28 13:00 UTC\n/);
  expect(card('completed', 'r = 0.42')).toContain('- **Report** `./holdfast report alignment/verbal/0123`');
  expect(card('stopped', 'r = 0.42')).toContain('#### It was stopped\nr = 0.42\nRun its spec again');
  expect(card('failed', 'no item in common')).toMatch(/\n\n#### Why it failed\nno item in common$/);
});

test('figures read as people write them', () => {
  expect([0, 999, 1_000, 1_234_567].map(count)).toEqual(['0', '999', '1,000', '1,234,567']);
  expect([0, 35, 9_999, 10_000, 1_999_999, 1_234_567_890].map(money)).toEqual([
    '$0.00',
    '$0.000035',
    '$0.009999',
    '$0.01',
    '$2.00',
    '$1,234.57',
  ]);
  expect([400, 59_400, 60_000, 3_599_000, 7_260_000, 86_400_000, 360_000_000].map(duration)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '1 h',
    '2 h 1 min',
    '1 d',
    '4 d 4 h',
  ]);
  expect([percent(0, 0), percent(999, 1_000), percent(1_000, 1_000)]).toEqual(['0 %', '99 %', '100 %']);
});
