/** A small study, and conversations with made answers and the real tools. */
import { Programs } from '../../../activities/programs.ts';
import type { Tools } from '../../../activities/tools/tools.ts';
import type { Completion, GenerateRequest } from '../../../domain/completion.ts';
import { UserError } from '../../../domain/errors.ts';
import type { ProblemCell } from '../../../families/word-problems/cells.ts';
import { solveProblem } from '../../../families/word-problems/dialogue.ts';
import type { ProblemOutcome } from '../../../families/word-problems/outcome.ts';
import { specSchema, type WordProblemsSpec } from '../../../families/word-problems/spec.ts';
import {
  openWordProblems,
  PROBLEMS_FILE,
  type WordProblemStudy,
} from '../../../families/word-problems/study.ts';

type Source = Record<string, unknown>;

export const QUESTION = 'Mia has 14 eggs and buys 9 more. How many eggs has she?';

/** Two problems: one with statements, one with an equation. */
export const PROBLEMS = [
  { id: 'eggs', question: QUESTION, answer: 23, statements: '[[eq e = 14 + 9]] [[answer e]]' },
  { id: 'nuts', question: 'Of 50 nuts 20 are eaten. How many remain?', answer: 30, equation: '50 - 20' },
];

export function specOf(changes: Source = {}): WordProblemsSpec {
  return specSchema.parse({
    family: 'word-problems',
    name: 'small',
    seed: 3,
    problems: { file: 'problems.jsonl' },
    models: [
      { name: 'm', endpoint: 'local', model: 'tiny' },
      { name: 'large', endpoint: 'far', model: 'large' },
    ],
    methods: [{ name: 'd', kind: 'declarative', model: 'm' }],
    ...changes,
  });
}

export function linesOf(problems: readonly object[]): string {
  return problems.map((problem) => JSON.stringify(problem)).join('\n');
}

export function openSmall(changes: Source = {}, text: string = linesOf(PROBLEMS)): WordProblemStudy {
  return openWordProblems(specOf(changes), new Map([[PROBLEMS_FILE, text]]));
}

export function cellOf(study: WordProblemStudy, key: string): ProblemCell {
  const cell = [...study.cells].find((one) => one.key === key);
  if (cell === undefined) throw new Error(`there is no cell ${key}`);
  return cell;
}

export function said(text: string, finishReason: Completion['finishReason'] = 'stop'): Completion {
  return {
    ...{ text, finishReason, latencyMs: 1 },
    usage: { promptTokens: 100, completionTokens: 10, estimated: false },
  };
}

export interface Asking {
  readonly request: GenerateRequest;
  readonly draw: number;
}

export interface Conversation {
  readonly outcome: ProblemOutcome;
  readonly asked: readonly Asking[];
  /** Tools that were used, and `program` for each that was run, in order. */
  readonly used: readonly string[];
}

const programs = new Programs();

/** What answers: made answers in order, or a rule. */
export type Answers = readonly (string | Completion)[] | ((asking: Asking) => string);

/** Speaks with the dialogue as the house does. */
export async function converse(
  study: WordProblemStudy,
  key: string,
  answers: Answers,
  tools: Pick<Tools, 'use'>,
): Promise<Conversation> {
  const cell = cellOf(study, key);
  const talk = solveProblem(study)(cell, []);
  const asked: Asking[] = [];
  const used: string[] = [];
  let next = talk.next();
  while (next.done !== true) {
    if (next.value.kind === 'run') {
      used.push('program');
      next = talk.next((await programs.run(next.value.program, AbortSignal.timeout(30_000))).run);
      continue;
    }
    if (next.value.kind === 'use') {
      used.push(next.value.use.tool);
      next = talk.next(await tools.use(next.value.use, AbortSignal.timeout(30_000)));
      continue;
    }
    const replies = next.value.asks.map(({ request, draw }) => {
      if (request.kind !== 'generate') throw new Error(request.kind);
      asked.push({ request, draw });
      return answered(answers, { request, draw }, asked.length - 1);
    });
    next = talk.next(replies);
  }
  return { outcome: next.value, asked, used };
}

function answered(answers: Answers, asking: Asking, nth: number): Completion {
  const answer = typeof answers === 'function' ? answers(asking) : answers[nth];
  if (answer === undefined) throw new Error(`no answer was made for call ${nth + 1}`);
  return typeof answer === 'string' ? said(answer) : answer;
}

/** The texts of a request, in order. */
export function textsOf({ request }: Asking): string[] {
  return request.prompt.kind === 'chat' ? request.prompt.messages.map(({ content }) => content) : [];
}

export function refusal(open: () => unknown): UserError {
  try {
    open();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
