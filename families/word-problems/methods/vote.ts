/**
 * Other methods in turn, until enough of them give the same answer: methods that err differently seldom agree on an
 * error. Not part of arXiv 2304.09102; on GSM8K, agreement of a program and of equations with a chain of thought is
 * right far more often than either (outputs of tengxiaoliu/XoT). Where they differ it abstains, or a stronger model's
 * answer settles it. It asks what its methods ask, so that their completions serve both.
 */
import type { Talk } from '../../../domain/dialogue.ts';
import { majorityBy, sameAnswers } from '../../../methods/grading/agreement.ts';
import type { Predicted, Verdict } from '../outcome.ts';
import type { MethodSpecOf } from '../spec.ts';
import type { Asked, Method } from './method.ts';
import { answersThatStand } from './self-consistency.ts';

/** @param escalated the method that settles it; null to abstain */
export function vote(
  spec: MethodSpecOf<'vote'>,
  members: readonly Method[],
  escalated: Method | null,
): Method {
  const { name, kind, label = name } = spec;
  const asked = escalated === null ? members : [...members, escalated];
  return {
    ...{ name, kind, label },
    modelName: null,
    models: distinct(asked.flatMap(({ models }) => models)),
    tools: [...new Set(asked.flatMap(({ tools }) => tools))],
    programs: asked.some(({ programs }) => programs),
    samples: asked.some(({ samples }) => samples),
    callsAtMost: asked.reduce((sum, { callsAtMost }) => sum + callsAtMost, 0),
    fits: (problem) => asked.every((method) => method.fits(problem)),
    solve: (problem) => agreementOf(spec, members, escalated, problem),
    // Its methods have cells of their own, which ask the same.
    estimate: (problem) =>
      (escalated?.estimate(problem) ?? []).map((estimate) => ({
        ...estimate,
        callsAtLeast: 0,
        promptTokens: estimate.promptTokens / Math.max(1, estimate.callsAtLeast),
      })),
  };
}

function* agreementOf(
  spec: MethodSpecOf<'vote'>,
  members: readonly Method[],
  escalated: Method | null,
  asked: Asked,
): Talk<Verdict> {
  const given: (readonly Predicted[] | null)[] = [];
  const said: string[] = [];
  for (const member of members) {
    const verdict = yield* member.solve(asked);
    given.push(answersThatStand(verdict));
    said.push(`${member.name}: ${textOf(verdict)}`);
    const most = majorityBy(given, sameAnswers);
    if (most !== undefined && most.votes >= spec.agreement) {
      return { status: 'agreed', answers: most.answer, message: said.join('; '), samples: firstOf(given) };
    }
  }
  const samples = firstOf(given);
  if (escalated === null) return { status: 'abstained', answers: [], message: said.join('; '), samples };
  const verdict = yield* escalated.solve(asked);
  const settles = answersThatStand(verdict);
  const message = [...said, `escalated: ${textOf(verdict)}`].join('; ');
  return {
    ...(settles === null ? { status: 'abstained', answers: [] } : { status: 'escalated', answers: settles }),
    message,
    ...(verdict.written === undefined ? {} : { written: verdict.written }),
    samples,
  };
}

function textOf({ status, answers }: Verdict): string {
  const values = answers.map(({ exact, value }) => exact ?? String(value)).join(', ');
  return values === '' ? status : `${status} ${values}`;
}

function firstOf(given: readonly (readonly Predicted[] | null)[]): (number | null)[] {
  return given.map((answers) => answers?.[0]?.value ?? null);
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
