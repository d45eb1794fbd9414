/** What a thread will cost, before anything is asked. */
import type { Prompt } from '../../domain/completion.ts';
import type { Thread } from '../../domain/dialogue.ts';
import type { CallEstimate } from '../family.ts';
import type { ItemCell } from './arms/cells.ts';
import { modelRef } from './dialogue.ts';
import { promptOf, questionOf } from './prompt.ts';
import type { AlignmentStudy } from './study.ts';

/** English has about four characters a token; chat templates add a few tokens a message. */
const CHARACTERS_PER_TOKEN = 4;
const TOKENS_PER_MESSAGE = 6;

/** Calls and tokens of one thread: at most one repair turn for each text answer. */
export function estimateThread(study: AlignmentStudy, thread: Thread<ItemCell>): CallEstimate {
  const [first] = thread;
  if (first === undefined) throw new RangeError('an empty thread');
  const { spec } = study.lookup.arm(first);
  const perCell = thread.map((cell) => promptTokens(study, cell));
  const remembered = spec.memory?.earlier ?? 0;
  const history = thread.reduce((sum, _, index) => {
    const seen = perCell.slice(Math.max(0, index - remembered), index);
    return sum + seen.reduce((tokens, one) => tokens + one, 0);
  }, 0);
  const callsAtMost = thread.length * (spec.ask.mode === 'text' ? 2 : 1);
  return {
    model: modelRef(study.lookup.respondent(first).model),
    callsAtLeast: thread.length,
    callsAtMost,
    promptTokens: perCell.reduce((sum, tokens) => sum + tokens, 0) + history,
    completionTokensAtMost: spec.ask.mode === 'text' ? callsAtMost * spec.ask.maxTokens : 0,
  };
}

function promptTokens({ lookup }: AlignmentStudy, cell: ItemCell): number {
  const { who } = lookup.spec.population;
  const study = { who, scores: lookup.spec.scores };
  const arm = lookup.arm(cell);
  const question = questionOf(arm, lookup.respondent(cell), lookup.item(cell), cell, study);
  return tokensOf(promptOf(arm.spec.ask.prompt, question, []));
}

function tokensOf(prompt: Prompt): number {
  const texts = prompt.kind === 'raw' ? [prompt.text] : prompt.messages.map((message) => message.content);
  const tokens = texts.map((text) => Math.ceil(text.length / CHARACTERS_PER_TOKEN) + TOKENS_PER_MESSAGE);
  return tokens.reduce((sum, count) => sum + count, 0);
}
