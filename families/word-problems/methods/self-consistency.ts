/**
 * Several samples of one method, and the answer that most of them give: self-consistency (Wang et al. 2023, arXiv
 * 2203.11171). What other methods that take several calls are held against, at equal calls.
 */
import type { ChatMessage } from '../../../domain/completion.ts';
import type { Talk } from '../../../domain/dialogue.ts';
import { majorityBy, sameAnswers } from '../../../methods/grading/agreement.ts';
import type { Predicted, Verdict } from '../outcome.ts';
import type { MethodSpecOf } from '../spec.ts';
import { SOLVE } from '../tools.ts';
import { chainChat, chainTalk } from './chain-of-thought.ts';
import { declarativeChat } from './declarative.ts';
import { type Asked, estimateOf, type Method, type Voice } from './method.ts';
import { programChat, programTalk } from './program.ts';
import { hasAnswer, statementsTalk } from './statements.ts';

type Spec = MethodSpecOf<'self-consistency'>;

export function selfConsistency(spec: Spec, voice: Voice): Method {
  const { name, kind, label = name, samples } = spec;
  return {
    ...{ name, kind, label },
    modelName: voice.modelName,
    models: [voice.model],
    tools: spec.base === 'declarative' ? [SOLVE.name] : [],
    programs: spec.base === 'program',
    samples: true,
    callsAtMost: samples,
    fits: () => true,
    solve: (asked) => mostCommon(spec, voice, asked),
    estimate: ({ problem }) => [
      estimateOf(voice, chatOf(spec, problem.question), { atLeast: samples, atMost: samples }),
    ],
  };
}

function chatOf({ base, shots }: Spec, question: string): ChatMessage[] {
  switch (base) {
    case 'chain-of-thought':
      return chainChat(question, shots);
    case 'program':
      return programChat(question);
    case 'declarative':
      return declarativeChat(question, true);
  }
}

function sampleTalk(spec: Spec, voice: Voice, asked: Asked, sample: number): Talk<Verdict> {
  const messages = chatOf(spec, asked.problem.question);
  switch (spec.base) {
    case 'chain-of-thought':
      return chainTalk(voice, messages, asked, sample);
    case 'program':
      return programTalk(voice, messages, asked, sample);
    case 'declarative':
      return statementsTalk(voice, { solver: 'exact', repair: 0 }, messages, asked, sample);
  }
}

function* mostCommon(spec: Spec, voice: Voice, asked: Asked): Talk<Verdict> {
  const verdicts: Verdict[] = [];
  for (let sample = 0; sample < spec.samples; sample++) {
    verdicts.push(yield* sampleTalk(spec, voice, asked, sample));
  }
  const given = verdicts.map(answersThatStand);
  const most = majorityBy(given, sameAnswers);
  const samples = given.map((answers) => answers?.[0]?.value ?? null);
  if (most === undefined) {
    return { status: 'no-answer', answers: [], message: 'No sample gave an answer.', samples };
  }
  const written = verdicts[most.index]?.written;
  return {
    status: 'answered',
    answers: most.answer,
    message: `${most.votes} of ${spec.samples} samples agree.`,
    ...(written === undefined ? {} : { written }),
    samples,
  };
}

/** null where a verdict gives no answer that stands: it does not vote. */
export function answersThatStand({ status, answers }: Verdict): readonly Predicted[] | null {
  return hasAnswer(status) && answers.length > 0 ? answers : null;
}
