/** A chat: what to do, worked examples as turns, the problem. */
import type { ChatMessage } from '../../../domain/completion.ts';

/** Questions with the answers that are shown for them. */
export interface Shown {
  readonly question: string;
  readonly shown: string;
}

export function chatOf(task: string, examples: readonly Shown[], question: string): ChatMessage[] {
  return [
    { role: 'system', content: task },
    ...examples.flatMap((example): ChatMessage[] => [
      { role: 'user', content: example.question },
      { role: 'assistant', content: example.shown },
    ]),
    { role: 'user', content: question },
  ];
}

/** The chat goes on: what was answered, and what is wrong with it. */
export function followedUp(
  messages: readonly ChatMessage[],
  answered: string,
  remark: string,
): ChatMessage[] {
  return [
    ...messages,
    // Endpoints refuse an empty message.
    { role: 'assistant', content: answered === '' ? '(no answer)' : answered },
    { role: 'user', content: remark },
  ];
}
