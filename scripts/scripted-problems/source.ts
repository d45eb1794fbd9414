/** What the script of answers is made of: the example problems, and our own answers to them. */
import { readFileSync } from 'node:fs';

/** A line of experiments/word-problems/problems.jsonl. */
export interface SourceProblem {
  readonly id: string;
  readonly section: string;
  readonly question: string;
  readonly answer: string | readonly string[];
  readonly statements: string;
  /** What the solver makes of the statements, where it is not simply `solved`. */
  readonly expect?: string;
}

/** A line of experiments/word-problems/our-answers.jsonl: a good answer in each form. We wrote them, no model did. */
export interface OurAnswer {
  readonly id: string;
  readonly chain: string;
  readonly oneStep: string;
  readonly program: string;
}

export interface AnsweredProblem extends SourceProblem {
  readonly ours: OurAnswer;
}

const FOLDER = new URL('../../experiments/word-problems/', import.meta.url);

/** @throws Error where a problem has no answer of ours */
export function readSource(): AnsweredProblem[] {
  const answers = new Map(readLines<OurAnswer>('our-answers.jsonl').map((answer) => [answer.id, answer]));
  return readLines<SourceProblem>('problems.jsonl').map((problem) => {
    const ours = answers.get(problem.id);
    if (ours === undefined) throw new Error(`our-answers.jsonl has no ${problem.id}`);
    return { ...problem, ours };
  });
}

function readLines<T>(name: string): T[] {
  return readFileSync(new URL(name, FOLDER), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
