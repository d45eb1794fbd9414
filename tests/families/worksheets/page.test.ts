/** The report: its parts, what a reader is told first, and model output that stays text. */
import type { Completion } from '../../../domain/completion.ts';
import { analyse } from '../../../families/worksheets/analysis/analyse.ts';
import type { CellResult, Exchange } from '../../../families/family.ts';
import type { ListedContext } from '../../../families/worksheets/page/context.ts';
import { studyPage } from '../../../families/worksheets/page/page.ts';
import type { WorksheetStudy } from '../../../families/worksheets/study.ts';
import { HOSTILE_TEXT } from '../word-problems/hostile.ts';
import { judgedBy } from './judged.ts';
import { study } from './small-study.ts';

function contextOf(
  of: WorksheetStudy,
  cells: readonly CellResult[],
  changes: Partial<ListedContext> = {},
): ListedContext {
  return {
    ...{ experiment: 'worksheets/small/0123456789ab', partial: false, rounds: [], cells },
    results: new Map([['effect', analyse(of, 'effect', cells).result]]),
    spend: { calls: 1, promptTokens: 1, completionTokens: 1, costMicroUsd: 0, memoHits: 0, callsSentAnew: 0 },
    costs: () => Promise.resolve(new Map()),
    ...{ provenance: [], codes: [], added: [], changes: [], frozen: null },
    conversation: () => Promise.resolve([hostile()]),
    ...changes,
  };
}

function hostile(): Exchange {
  const completion: Completion = {
    ...{ text: HOSTILE_TEXT, finishReason: 'stop', latencyMs: 1 },
    usage: { promptTokens: 1, completionTokens: 1, estimated: false },
  };
  const prompt = { kind: 'chat', messages: [{ role: 'user', content: HOSTILE_TEXT }] };
  return { kind: 'completion', request: { prompt }, completion, identity: { kind: 'scripted' } };
}

/** Markup without the white space that only lays it out. */
const squeeze = (markup: string): string => markup.replace(/\s+/g, ' ');

test('it has every part, both surfaces, and the worksheets as students got them', async () => {
  const small = study();
  const text = squeeze(
    await studyPage(
      small,
      contextOf(
        small,
        judgedBy(small, () => 50),
      ),
    ),
  );
  const headings = [...text.matchAll(/<h2 id="[^"]*">([^<]*)<\/h2>/g)].map((match) => match[1]);
  expect(headings).toEqual([
    'The effect',
    'The surface over personas',
    'Controls',
    'What became of the judgments',
    'Conversations',
    'How this was made',
    'For a paper',
    'Spend and provenance',
  ]);
  for (const part of [
    '“alone” does not show the expertise reversal (interaction 0.0 (0.0 to 0.0) points).',
    'worked minus practice, by persona: alone',
    'Predicted probability after practice: chain',
    'Chained minus independent',
    'one: off-topic',
    'Two parts make 20.',
    'Scripted judgments',
    '“alone” fails controls',
    'empty did not fall',
  ])
    expect(text).toContain(part);
});

test('without controls, with one material, and stopped: it says so before any figure', async () => {
  const single = study({ materials: { folder: 'sheets', sets: ['one'] }, controls: { run: [] } });
  const cells = judgedBy(single, ({ item }) => (item === 'first-one' ? null : 40)).slice(0, -3);
  const text = squeeze(await studyPage(single, contextOf(single, cells, { partial: true })));
  for (const part of [
    'The experiment was stopped',
    'No controls are run',
    'One pair of worksheets',
    'make no general claim',
    '“alone” gives few numbers',
  ])
    expect(text).toContain(part);
});

test('nothing settled: a page without figures, and none of 0', async () => {
  const small = study();
  const text = squeeze(await studyPage(small, contextOf(small, [])));
  expect(text).toContain('cannot be told from these judgments');
  const before = squeeze(await studyPage(small, contextOf(small, [], { results: new Map() })));
  expect(before).toContain('have not been analysed');
});

test('what a model wrote is text, never markup', async () => {
  const small = study();
  const markup = await studyPage(
    small,
    contextOf(
      small,
      judgedBy(small, () => 50),
    ),
  );
  expect(markup).toContain('&lt;script&gt;');
  expect(markup).not.toMatch(/<script>|<img|<h1>mine/);
});
