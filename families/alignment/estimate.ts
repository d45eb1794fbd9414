/** What a thread will cost, before anything is asked. */
import type { Thread } from '../../domain/dialogue.ts';
import type { CallEstimate } from '../family.ts';
import { promptTokens } from '../prompt-tokens.ts';
import { modelRef } from '../spec-parts.ts';
import type { ItemCell } from './arms/cells.ts';
import { promptOf, questionOf } from './prompt.ts';
import type { AlignmentStudy } from './study.ts';

/** Calls and tokens of one thread: at most one repair turn for each text answer. */
export function estimateThread(study: AlignmentStudy, thread: Thread<ItemCell>): CallEstimate {
  const [first] = thread;
  if (first === undefined) throw new RangeError('an empty thread');
  const { spec } = study.lookup.arm(first);
  const perCell = thread.map((cell) => cellTokens(study, cell));
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

function cellTokens({ lookup }: AlignmentStudy, cell: ItemCell): number {
  const { who } = lookup.spec.population;
  const study = { who, scores: lookup.spec.scores };
  const arm = lookup.arm(cell);
  const question = questionOf(arm, lookup.respondent(cell), lookup.item(cell), cell, study);
  return promptTokens(promptOf(arm.spec.ask.prompt, question, []));
}
