/** How one problem is solved by one method: the method's talk, and what it took. */
import type { Completion } from '../../domain/completion.ts';
import type { Dialogue } from '../../domain/dialogue.ts';
import type { ProblemCell } from './cells.ts';
import type { ProblemOutcome, Verdict } from './outcome.ts';
import type { WordProblemStudy } from './study.ts';
import { stepOf } from './talk.ts';

export function solveProblem(
  study: Pick<WordProblemStudy, 'method' | 'asked'>,
): Dialogue<ProblemCell, ProblemOutcome> {
  return {
    step: (cell, transcript, _earlier, used) =>
      stepOf(study.method(cell).solve(study.asked(cell)), { transcript, used }, (verdict) =>
        outcomeOf(verdict, transcript),
      ),
  };
}

function outcomeOf(verdict: Verdict, transcript: readonly Completion[]): ProblemOutcome {
  return {
    ...verdict,
    answers: verdict.answers.map((answer) => ({ ...answer })),
    calls: transcript.length,
    promptTokens: transcript.reduce((sum, { usage }) => sum + usage.promptTokens, 0),
    completionTokens: transcript.reduce((sum, { usage }) => sum + usage.completionTokens, 0),
  };
}
