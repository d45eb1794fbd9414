/** What a solver makes of statements. */
import { type Talk, use } from '../../../domain/dialogue.ts';
import { statementTexts } from '../../../methods/equations/statements.ts';
import type { Verdict } from '../outcome.ts';
import { PAPER, SOLVE } from '../tools.ts';
import { explain } from './explain.ts';

/** Ours. Text without a statement is `unparsable`, never searched for a number. */
export function* judgeExactly(text: string, question: string): Talk<Verdict> {
  const solution = yield* use(SOLVE, { text, question });
  const message = explain(solution, text);
  return {
    status: solution.status,
    answers: 'answers' in solution ? solution.answers : [],
    lint: solution.lint,
    ...(message === undefined ? {} : { message }),
    written: text,
  };
}

/** The released pipeline's way (arXiv 2304.09102), on the very same text. */
export function* judgeAsPaper(text: string): Talk<Verdict> {
  if (statementTexts(text).length === 0) {
    return { status: 'unparsable', answers: [], message: 'There is no statement.', written: text };
  }
  const result = yield* use(PAPER, { text });
  switch (result.status) {
    case 'solved':
      return { status: 'solved', answers: [{ value: result.value }], written: text };
    case 'rejected':
      return { status: 'rejected', answers: [], message: result.reason, written: text };
    case 'timed-out':
      return { status: 'timed-out', answers: [], message: 'The time was up.', written: text };
  }
}
