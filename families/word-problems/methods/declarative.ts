/**
 * The declarative method (arXiv 2304.09102): the model states the problem sentence by sentence, each sentence with one
 * statement, and a solver solves. Three worked examples, with or without the five principles: the two 3-shot prompts of
 * the paper, in our own words.
 */
import type { ChatMessage } from '../../../domain/completion.ts';
import { chatOf } from '../prompts/messages.ts';
import { TASKS } from '../prompts/tasks.ts';
import { THREE_EXAMPLES } from '../prompts/three-examples.ts';
import type { MethodSpecOf } from '../spec.ts';
import type { Method, Voice } from './method.ts';
import { statementsMethod } from './statements.ts';

export function declarative(spec: MethodSpecOf<'declarative'>, voice: Voice): Method {
  const { name, kind, label = name } = spec;
  return statementsMethod({ name, kind, label }, voice, spec, (question) =>
    declarativeChat(question, spec.principles),
  );
}

export function declarativeChat(question: string, principles: boolean): ChatMessage[] {
  return chatOf(
    principles ? TASKS.declarativeWithPrinciples : TASKS.declarative,
    THREE_EXAMPLES.map((example) => ({ question: example.question, shown: example.declarative })),
    question,
  );
}
