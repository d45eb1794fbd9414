/**
 * One equation and what is asked for, without sentences: the paper's one-step prompt (arXiv 2304.09102), which tells
 * what the incremental sentences are worth.
 */
import { chatOf } from '../prompts/messages.ts';
import { TASKS } from '../prompts/tasks.ts';
import { THREE_EXAMPLES } from '../prompts/three-examples.ts';
import type { MethodSpecOf } from '../spec.ts';
import type { Method, Voice } from './method.ts';
import { statementsMethod } from './statements.ts';

export function oneStep(spec: MethodSpecOf<'one-step'>, voice: Voice): Method {
  const { name, kind, label = name } = spec;
  const examples = THREE_EXAMPLES.map((example) => ({ question: example.question, shown: example.oneStep }));
  return statementsMethod({ name, kind, label }, voice, spec, (question) =>
    chatOf(TASKS.oneStep, examples, question),
  );
}
