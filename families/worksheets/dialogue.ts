/** How one judgment is asked: once, and once more where no number could be read. */
import type { ChatMessage, Completion, GenerateRequest } from '../../domain/completion.ts';
import { ask, type Dialogue, type SettledCell, type Talk } from '../../domain/dialogue.ts';
import { deriveSeed } from '../../domain/seeds.ts';
import { readFaithful, readStrict } from '../../methods/instruction/bracketed.ts';
import type { JudgmentCell } from './cells.ts';
import type { JudgmentOutcome, JudgmentStatus } from './outcome.ts';
import { chatOf, type Exchange, firstQuestion, nextQuestion, REPAIR } from './prompt.ts';
import type { Judge, WorksheetStudy } from './study.ts';

type Earlier = readonly SettledCell<JudgmentCell, JudgmentOutcome>[];
type Asking = Pick<WorksheetStudy, 'spec' | 'judge' | 'worksheet' | 'itemText'>;

export function judgeItem(study: Asking): Dialogue<JudgmentCell, JudgmentOutcome> {
  return function* (cell, earlier) {
    const judge = study.judge(cell);
    const before = judge.spec.mode === 'chained' ? conversationOf(study, judge, earlier) : [];
    const question = questionOf(study, judge, cell, before.length === 0);
    const first = yield* say(study, judge, cell, chatOf(before, question));
    const read = readingOf(first, judge);
    if (read !== undefined) return outcomeOf(read, [first]);
    const second = yield* say(
      study,
      judge,
      cell,
      chatOf([...before, { asked: question, answered: first.text }], REPAIR),
    );
    const repaired = readingOf(second, judge);
    if (repaired === undefined) return outcomeOf({ status: 'unparsed', probability: null }, [first, second]);
    const status = repaired.status === 'ok' ? 'repaired' : repaired.status;
    return outcomeOf({ ...repaired, status }, [first, second]);
  };
}

/** What was said on the items before this one, repair turns included. */
function conversationOf(study: Asking, judge: Judge, earlier: Earlier): Exchange[] {
  return earlier.flatMap(({ cell, transcript }, index) =>
    transcript.map((answer, turn) => ({
      asked: turn === 0 ? questionOf(study, judge, cell, index === 0) : REPAIR,
      answered: answer.text,
    })),
  );
}

export function questionOf(study: Asking, judge: Judge, cell: JudgmentCell, isFirst: boolean): string {
  const item = study.itemText(cell);
  if (!isFirst) return nextQuestion(item, judge.spec);
  const { expert, persona } = study.spec;
  const scene = { expert, persona, levels: cell.persona, worksheet: study.worksheet(cell) };
  return firstQuestion(scene, item, judge.spec);
}

/**
 * Neither request nor draw knows the judge's name: whoever asks the same gets the same answer. Samples are drawn from a seed of
 * their cell.
 */
function* say(
  { spec }: Asking,
  { spec: judge, model }: Judge,
  { material, variant, persona, item, replicate }: JudgmentCell,
  messages: readonly ChatMessage[],
): Talk<Completion> {
  const seed = deriveSeed(
    spec.seed,
    'completion',
    material,
    variant,
    ...persona,
    item,
    replicate,
    messages.length,
  );
  const request: GenerateRequest = {
    kind: 'generate',
    model,
    prompt: { kind: 'chat', messages },
    maxTokens: judge.maxTokens,
    temperature: judge.temperature,
    ...(judge.temperature > 0 ? { seed } : {}),
  };
  return yield* ask(request, replicate - 1);
}

interface Reading {
  readonly status: JudgmentStatus;
  readonly probability: number | null;
}

/** @returns undefined where another turn may bring a number */
function readingOf({ finishReason, text }: Completion, judge: Judge): Reading | undefined {
  switch (finishReason) {
    case 'refusal':
      return { status: 'refused', probability: null };
    case 'content-filter':
      return { status: 'filtered', probability: null };
    case 'too-long':
      return { status: 'too-long', probability: null };
    case 'length':
      // Who reasons first has not come to the number that counts.
      if (judge.spec.reasons) return undefined;
      break;
    case 'stop':
      break;
  }
  const probability = readStrict(text);
  return probability === null ? undefined : { status: 'ok', probability };
}

function outcomeOf(reading: Reading, said: readonly Completion[]): JudgmentOutcome {
  return {
    ...reading,
    // The released scorer knows no second turn.
    ...readFaithful(said[0]?.text ?? ''),
    calls: said.length,
    promptTokens: said.reduce((sum, { usage }) => sum + usage.promptTokens, 0),
    completionTokens: said.reduce((sum, { usage }) => sum + usage.completionTokens, 0),
  };
}
