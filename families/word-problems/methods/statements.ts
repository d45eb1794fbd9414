/** What the methods share that have a model write statements: ask, solve, and where there is no answer ask for repair. */
import type { ChatMessage, Completion } from '../../../domain/completion.ts';
import type { Talk } from '../../../domain/dialogue.ts';
import { statementTexts } from '../../../methods/equations/statements.ts';
import type { OutcomeStatus, Verdict } from '../outcome.ts';
import type { MethodKind } from '../spec.ts';
import { repairRequest } from './explain.ts';
import { judgeAsPaper, judgeExactly } from './judge.ts';
import { type Asked, cutShort, estimateOf, type Method, say, type Voice } from './method.ts';
import { followedUp } from '../prompts/messages.ts';
import { PAPER, SOLVE } from '../tools.ts';

export interface StatementsSettings {
  readonly solver: 'exact' | 'paper';
  /** Rounds at most. */
  readonly repair: number;
}

const TOO_LONG = 'Your answer was cut off because it was too long.';

export function statementsMethod(
  method: { readonly name: string; readonly kind: MethodKind; readonly label: string },
  voice: Voice,
  settings: StatementsSettings,
  chat: (question: string) => ChatMessage[],
): Method {
  return {
    ...method,
    modelName: voice.modelName,
    models: [voice.model],
    tools: [settings.solver === 'exact' ? SOLVE.name : PAPER.name],
    programs: false,
    samples: voice.temperature > 0,
    callsAtMost: 1 + settings.repair,
    fits: () => true,
    solve: (asked) => statementsTalk(voice, settings, chat(asked.problem.question), asked),
    estimate: ({ problem }) => [
      estimateOf(voice, chat(problem.question), { atLeast: 1, atMost: 1 + settings.repair }),
    ],
  };
}

/**
 * The same completion is judged by either solver, so that comparing them costs nothing.
 *
 * @param sample which sample of this problem
 */
export function* statementsTalk(
  voice: Voice,
  settings: StatementsSettings,
  first: readonly ChatMessage[],
  asked: Asked,
  sample = 0,
): Talk<Verdict> {
  let messages = first;
  let firstStatus: OutcomeStatus | undefined;
  for (let repairs = 0; ; repairs++) {
    const completion = yield* say(voice, messages, asked, sample);
    const text = whatCounts(completion);
    const verdict =
      cutShort(completion, asksForAnAnswer) ??
      (settings.solver === 'exact'
        ? yield* judgeExactly(text, asked.problem.question)
        : yield* judgeAsPaper(text));
    const done = hasAnswer(verdict.status) || WITHHELD.has(verdict.status) || repairs === settings.repair;
    if (done) {
      return settings.repair === 0
        ? verdict
        : { ...verdict, repairs, ...(firstStatus === undefined ? {} : { firstStatus }) };
    }
    firstStatus ??= verdict.status;
    messages = followedUp(messages, completion.text, repairRequest(verdict.message ?? TOO_LONG));
  }
}

/** Asked once more, the same text is withheld once more. */
const WITHHELD: ReadonlySet<OutcomeStatus> = new Set<OutcomeStatus>(['refused', 'filtered', 'too-long']);

/** A statement that was begun when the answer was cut off is none. */
function whatCounts({ text, finishReason }: Completion): string {
  const end = text.lastIndexOf(']]');
  return finishReason === 'length' && end >= 0 ? text.slice(0, end + 2) : text;
}

function asksForAnAnswer(text: string): boolean {
  return statementTexts(text).some((statement) => /^answer\b/i.test(statement));
}

/** Whether a status gives an answer that stands. `ambiguous` gives candidates only. */
export function hasAnswer(status: OutcomeStatus): boolean {
  return ['solved', 'filtered', 'answered', 'agreed', 'escalated'].includes(status);
}
