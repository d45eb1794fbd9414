/**
 * The model reasons in words and answers by itself: chain-of-thought prompting (Wei et al. 2022, arXiv 2201.11903), a
 * baseline of arXiv 2304.09102. Our own worked examples: eight as Wei et al. have it, or the three of the other methods.
 */
import type { ChatMessage } from '../../../domain/completion.ts';
import type { Talk } from '../../../domain/dialogue.ts';
import type { Verdict } from '../outcome.ts';
import { EIGHT_EXAMPLES } from '../prompts/five-more.ts';
import { chatOf } from '../prompts/messages.ts';
import { TASKS } from '../prompts/tasks.ts';
import type { MethodSpecOf } from '../spec.ts';
import { type Asked, cutShort, estimateOf, type Method, say, type Voice } from './method.ts';
import { statedAnswers } from './read-answers.ts';

export function chainOfThought(spec: MethodSpecOf<'chain-of-thought'>, voice: Voice): Method {
  const { name, kind, label = name } = spec;
  const chat = (question: string): ChatMessage[] => chainChat(question, spec.shots);
  return {
    ...{ name, kind, label },
    modelName: voice.modelName,
    models: [voice.model],
    tools: [],
    programs: false,
    samples: voice.temperature > 0,
    callsAtMost: 1,
    fits: () => true,
    solve: (asked) => chainTalk(voice, chat(asked.problem.question), asked),
    estimate: ({ problem }) => [estimateOf(voice, chat(problem.question), { atLeast: 1, atMost: 1 })],
  };
}

export function chainChat(question: string, shots: 3 | 8): ChatMessage[] {
  const examples = EIGHT_EXAMPLES.slice(0, shots);
  return chatOf(
    TASKS.chain,
    examples.map((example) => ({ question: example.question, shown: example.chain })),
    question,
  );
}

export function* chainTalk(
  voice: Voice,
  messages: readonly ChatMessage[],
  asked: Asked,
  sample = 0,
): Talk<Verdict> {
  const completion = yield* say(voice, messages, asked, sample);
  const short = cutShort(completion, announcesItsAnswer);
  if (short !== undefined) return short;
  return { ...statedAnswers(completion.text), written: completion.text };
}

/** The number that counts was not cut off: its sentence ends. `12.` at the very end may be the start of 12.5. */
function announcesItsAnswer(text: string): boolean {
  const announced = text.split(/\banswer is\b/i).slice(1);
  const last = announced.findLast((said) => /\d/.test(said));
  return last !== undefined && /^[^\n\d]*\d[^\n]*(?:\n|\.\s)/.test(last);
}
