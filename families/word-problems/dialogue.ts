/** How one problem is solved by one method: the method's talk, and what it took. */
import type { Completion } from '../../domain/completion.ts';
import type { Dialogue, Talk } from '../../domain/dialogue.ts';
import type { ProblemCell } from './cells.ts';
import type { ProblemOutcome, Verdict } from './outcome.ts';
import type { WordProblemStudy } from './study.ts';

export function solveProblem(
  study: Pick<WordProblemStudy, 'method' | 'asked'>,
): Dialogue<ProblemCell, ProblemOutcome> {
  return function* (cell) {
    const said: Completion[] = [];
    const verdict = yield* overheard(study.method(cell).solve(study.asked(cell)), said);
    return outcomeOf(verdict, said);
  };
}

/** The same talk; what is answered in it is noted. */
function* overheard<T>(talk: Talk<T>, said: Completion[]): Talk<T> {
  let next = talk.next();
  while (next.done !== true) {
    const reply = yield next.value;
    if (next.value.kind === 'ask') said.push(...(reply as readonly Completion[]));
    next = talk.next(reply);
  }
  return next.value;
}

function outcomeOf(verdict: Verdict, said: readonly Completion[]): ProblemOutcome {
  return {
    ...verdict,
    answers: verdict.answers.map((answer) => ({ ...answer })),
    calls: said.length,
    promptTokens: said.reduce((sum, { usage }) => sum + usage.promptTokens, 0),
    completionTokens: said.reduce((sum, { usage }) => sum + usage.completionTokens, 0),
  };
}
