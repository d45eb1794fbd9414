/**
 * How a method reads top-down though it is asked step by step: a generator that asks and uses tools, run anew from its
 * start at each step. It is pure, so that a restart replays the transcript from the store, for nothing.
 */
import type { Completion, CompletionRequest } from '../../domain/completion.ts';
import { ask, type DialogueStep, type Outcome, settled, type Used } from '../../domain/dialogue.ts';
import type { Json } from '../../domain/json.ts';

/** What stands between two turns of a method. */
type Turn = Exclude<DialogueStep<Outcome>, { kind: 'settled' }>;

/** Asks and uses tools, and comes to a `T`. Methods of methods delegate with `yield*`. */
export type Talk<T> = Generator<Turn, T, unknown>;

/** The answer to a request. */
export function* answerTo(request: CompletionRequest, draw: number): Talk<Completion> {
  return (yield ask(request, draw)) as Completion;
}

/** What a tool says. The caller knows the shape: it is agreed with the tool. */
export function* resultOf(turn: Extract<Turn, { kind: 'use' }>): Talk<Json> {
  return (yield turn) as Json;
}

/** What has happened so far. */
export interface Past {
  /** Answers in the order in which they were asked for. */
  readonly transcript: readonly Completion[];
  readonly used: Used;
}

/** The next step of a talk after what has happened; settled with what it comes to. */
export function stepOf<T, O extends Outcome>(
  talk: Talk<T>,
  { transcript, used }: Past,
  outcomeOf: (result: T) => O,
): DialogueStep<O> {
  let heard = 0;
  let reply: unknown;
  for (;;) {
    const next = talk.next(reply);
    if (next.done === true) return settled(outcomeOf(next.value));
    const turn = next.value;
    if (turn.kind === 'ask') {
      reply = transcript[heard];
      heard++;
    } else {
      reply = used(turn.use);
    }
    if (reply === undefined) return turn;
  }
}
