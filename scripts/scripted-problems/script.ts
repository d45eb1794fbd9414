/**
 * The script of the endpoint `scripted-word-problems`: our own answers to the example problems, right and wrong, in the
 * place of a model's. No model is in it, and its figures say nothing about any.
 */
import { randomStream } from '../../domain/seeds.ts';
import { EIGHT_EXAMPLES } from '../../families/word-problems/prompts/five-more.ts';
import { TASKS } from '../../families/word-problems/prompts/tasks.ts';
import type { ScriptSource } from '../../services/inference/scripted/script.ts';
import { programSaid } from './programs.ts';
import { withOtherAnswer } from './slips.ts';
import type { AnsweredProblem } from './source.ts';
import { type Said, statementsSaid } from './statements.ts';

type Rule = NonNullable<ScriptSource['rules']>[number];

/** Whom the small one's methods are asked of, and whom a vote that differs is put to. */
export const MODELS = { small: 'our-answers', large: 'our-better-answers' } as const;

/** Of every slip and draw. */
export const SEED = 2304;

/** What stands in the prompts of one way of asking and in no other. */
const PHRASES = {
  plain: firstLine(TASKS.declarative),
  principles: firstLine(TASKS.declarativeWithPrinciples.slice(TASKS.declarative.length).trim()),
  eight: EIGHT_EXAMPLES.at(-1)?.question ?? '',
  oneStep: firstLine(TASKS.oneStep),
  program: firstLine(TASKS.program),
  chain: firstLine(TASKS.chain),
} as const;

export function scriptOf(problems: readonly AnsweredProblem[]): ScriptSource {
  return {
    seed: SEED,
    models: [MODELS.small, MODELS.large],
    rules: [...problems.flatMap(rulesOf), { reply: { kind: 'text', text: 'I do not know.' } }],
  };
}

/**
 * Narrow rules first: eight examples come with the principles, and those with the plain task. Where they bring the same
 * answer, the plain task's rule gives it.
 */
function rulesOf(problem: AnsweredProblem): Rule[] {
  const [eight, principles, plain, oneStep, better] = (
    ['eight', 'principles', 'plain', 'oneStep', 'better'] as const
  ).map((form) => statementsSaid(problem, form, SEED));
  return [
    ...saidRules(MODELS.large, problem, 'plain', better),
    ...(same(eight, principles) && same(eight, plain)
      ? []
      : saidRules(MODELS.small, problem, 'eight', eight)),
    ...(same(principles, plain) ? [] : saidRules(MODELS.small, problem, 'principles', principles)),
    ...saidRules(MODELS.small, problem, 'plain', plain),
    ...saidRules(MODELS.small, problem, 'oneStep', oneStep),
    rule(MODELS.small, [PHRASES.program, problem.question], programSaid(problem, SEED)),
    chainRule(problem),
  ];
}

function same(one: Said | undefined, other: Said | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function saidRules(
  model: string,
  problem: AnsweredProblem,
  phrase: 'plain' | 'principles' | 'eight' | 'oneStep',
  first: Said | undefined,
): Rule[] {
  const rules: Rule[] = [];
  let when = [PHRASES[phrase], problem.question];
  // A later round is asked with the earlier answer in the chat: its rule is the narrower one.
  for (let said = first; said !== undefined; said = said.repaired) {
    rules.unshift(rule(model, when, replyOf(said)));
    when = [...when, said.text];
  }
  return rules;
}

/** Each sample is a draw of its own, and so is the one greedy answer. */
function chainRule(problem: AnsweredProblem): Rule {
  const { chain } = problem.ours;
  const stream = randomStream(SEED, 'chain', problem.id);
  const isHard = ['systems', 'quadratics', 'mixture', 'rounding'].includes(problem.section);
  const slips = [withOtherAnswer(chain, stream), withOtherAnswer(chain, stream)];
  const chances = isHard ? [0.55, 0.25, 0.2] : [0.8, 0.12, 0.08];
  return rule(MODELS.small, [PHRASES.chain, problem.question], {
    kind: 'choice',
    options: [chain, ...slips].map((text, index) => ({ text, probability: chances[index] ?? 0 })),
  });
}

function replyOf({ kind, text }: Said): Rule['reply'] {
  if (kind === 'refusal') return { kind: 'refusal', text };
  return { kind: 'text', text, ...(kind === 'cut' ? { finishReason: 'length' as const } : {}) };
}

function rule(model: string, includes: readonly string[], reply: Rule['reply']): Rule {
  return { when: { model, includes: [...includes] }, reply };
}

function firstLine(text: string): string {
  return text.split(/\n|(?<=\.) /)[0] ?? '';
}
