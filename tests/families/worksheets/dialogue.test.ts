/** How a judgment is asked: one turn, one repair turn, and conversations that go on. */
import type { Completion } from '../../../domain/completion.ts';
import type { Ask, SettledCell, Want } from '../../../domain/dialogue.ts';
import { judgmentCell, type JudgmentCell } from '../../../families/worksheets/cells.ts';
import { judgeItem } from '../../../families/worksheets/dialogue.ts';
import type { JudgmentOutcome } from '../../../families/worksheets/outcome.ts';
import { REPAIR } from '../../../families/worksheets/prompt.ts';
import { study } from './small-study.ts';

const small = study();
const cellOf = (judge: string, item: string): JudgmentCell =>
  judgmentCell({ judge, material: 'one', variant: 'worked', persona: [1, 5], item, replicate: 1 });

function said(text: string, finishReason: Completion['finishReason'] = 'stop'): Completion {
  return {
    text,
    finishReason,
    usage: { promptTokens: 5, completionTokens: 2, estimated: false },
    latencyMs: 1,
  };
}

/** Asks a cell, with these answers. */
function judged(
  cell: JudgmentCell,
  answers: readonly Completion[],
  earlier: readonly SettledCell<JudgmentCell, JudgmentOutcome>[] = [],
): { readonly outcome: JudgmentOutcome; readonly asked: readonly string[][] } {
  const talk = judgeItem(small)(cell, earlier);
  const asked: string[][] = [];
  let next = talk.next();
  for (const answer of answers) {
    if (next.done === true) break;
    const [ask] = (next.value as Extract<Want, { kind: 'ask' }>).asks as [Ask];
    const { prompt } = ask.request;
    asked.push(prompt.kind === 'chat' ? prompt.messages.map(({ content }) => content) : []);
    next = talk.next([answer]);
  }
  if (next.done !== true) throw new Error('it wants more');
  return { outcome: next.value, asked };
}

test('a number in brackets ends it; the question holds persona, worksheet and item', () => {
  const { outcome, asked } = judged(cellOf('alone', 'first-one'), [said('So [20] to [40]: [30%]')]);
  expect(outcome).toEqual({
    status: 'ok',
    probability: 30,
    groups: 3,
    sum: 60,
    calls: 1,
    promptTokens: 5,
    completionTokens: 2,
  });
  expect(asked).toHaveLength(1);
  for (const part of ['- adding: 1', '- taking away: 5', 'Worked example 1', 'What is 2 and 2?'])
    expect(asked[0]?.[0]).toContain(part);
});

test('without a number it is asked for once more, and only once', () => {
  const repaired = judged(cellOf('alone', 'first-one'), [said('Hard to say.'), said('[55]')]);
  expect(repaired.outcome).toMatchObject({
    status: 'repaired',
    probability: 55,
    groups: 0,
    sum: 0,
    calls: 2,
  });
  expect(repaired.asked[1]?.slice(1)).toEqual(['Hard to say.', REPAIR]);
  const none = judged(cellOf('alone', 'first-one'), [said('[120]'), said('no')]);
  expect(none.outcome).toMatchObject({
    status: 'unparsed',
    probability: null,
    groups: 1,
    sum: 120,
    calls: 2,
  });
});

test('cut off in its reasons, a judge has not come to its number; a refusal ends it', () => {
  const cut = judged(cellOf('alone', 'first-one'), [said('At first [20] seems', 'length'), said('[35]')]);
  expect(cut.outcome).toMatchObject({ status: 'repaired', probability: 35 });
  expect(judged(cellOf('alone', 'first-one'), [said('I cannot.', 'refusal')]).outcome).toMatchObject({
    status: 'refused',
    probability: null,
    calls: 1,
  });
  expect(judged(cellOf('alone', 'first-one'), [said('', 'too-long')]).outcome.status).toBe('too-long');
});

test('chained, the conversation goes on with all that was said, repair turns included; independent, it does not', () => {
  const cell = cellOf('chain', 'first-one');
  const transcript = [said('Well.'), said('[70]')];
  const { outcome } = judged(cell, transcript);
  const { asked } = judged(cellOf('chain', 'second-one'), [said('[60]')], [{ cell, outcome, transcript }]);
  expect(asked[0]?.slice(1)).toEqual(['Well.', REPAIR, '[70]', expect.stringContaining('What is 3 and 3?')]);
  expect(asked[0]?.at(-1)).not.toContain('Worked example');
  expect(judged(cellOf('alone', 'second-one'), [said('[60]')]).asked[0]).toHaveLength(1);
});
