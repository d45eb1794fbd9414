/**
 * The declarative method after eight worked examples: the paper's 8-shot prompt (arXiv 2304.09102), which rewrites
 * chain-of-thought examples. One of the released eight states 5 + 2 where the answer is 9; ours are solved by a test.
 */
import { chatOf } from '../prompts/messages.ts';
import { EIGHT_EXAMPLES } from '../prompts/five-more.ts';
import { TASKS } from '../prompts/tasks.ts';
import type { MethodSpecOf } from '../spec.ts';
import type { Method, Voice } from './method.ts';
import { statementsMethod } from './statements.ts';

export function declarative8Shot(spec: MethodSpecOf<'declarative-8-shot'>, voice: Voice): Method {
  const { name, kind, label = name } = spec;
  const task = spec.principles ? TASKS.declarativeWithPrinciples : TASKS.declarative;
  const examples = EIGHT_EXAMPLES.map(({ question, declarative }) => ({ question, shown: declarative }));
  return statementsMethod({ name, kind, label }, voice, spec, (question) => chatOf(task, examples, question));
}
