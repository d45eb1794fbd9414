/**
 * What a judge reads. The protocol is that of arXiv 2403.02795 (a persona with two skills, the instruction, a test problem, a
 * probability in square brackets); the wording is ours.
 */
import type { ChatMessage } from '../../domain/completion.ts';
import type { Persona } from '../../methods/instruction/scores.ts';
import { HIGHEST, type JudgeSpec, LOWEST, type WorksheetsSpec } from './spec.ts';

/** Everything that stands before the first test problem. */
export interface Scene {
  readonly expert: string;
  readonly persona: WorksheetsSpec['persona'];
  readonly levels: Persona;
  readonly worksheet: string;
}

/** The first question of a conversation, or the only one. */
export function firstQuestion(scene: Scene, item: string, judge: JudgeSpec): string {
  const { student, skills } = scene.persona;
  const skillLines = skills.map((skill, index) => `- ${skill}: ${scene.levels[index] ?? LOWEST}`);
  return [
    `You are ${scene.expert}. You will read about a student, a worksheet, and a problem of the test that follows it.`,
    `The student is ${student}. How good the student is at the following before the worksheet, from ${LOWEST} (not at all) to ${HIGHEST} (very good):\n${skillLines.join('\n')}`,
    `The worksheet that the student works through:\n"""\n${scene.worksheet}\n"""`,
    itemQuestion(item, judge),
  ].join('\n\n');
}

/** A further test problem of the same conversation. */
export function nextQuestion(item: string, judge: JudgeSpec): string {
  return `Now another problem of the same test, for the same student after the same worksheet.\n\n${itemQuestion(item, judge)}`;
}

function itemQuestion(item: string, judge: JudgeSpec): string {
  const how = judge.reasons
    ? 'Think in a few sentences about what the student could do before and what the worksheet changes. Then give the probability as one number from 0 to 100 in square brackets.'
    : 'Answer with the probability only: one number from 0 to 100 in square brackets, and nothing else.';
  return `The test problem:\n"""\n${item}\n"""\n\nHow probable is it that this student, having worked through the worksheet, solves the test problem correctly? ${how}`;
}

/** The one turn that asks again. */
export const REPAIR =
  'No probability could be read from that. Give it as one number from 0 to 100 in square brackets, and nothing else.';

/** A question and what was answered. */
export interface Exchange {
  readonly asked: string;
  readonly answered: string;
}

export function chatOf(before: readonly Exchange[], question: string): ChatMessage[] {
  return [
    ...before.flatMap(({ asked, answered }): ChatMessage[] => [
      { role: 'user', content: asked },
      { role: 'assistant', content: answered },
    ]),
    { role: 'user', content: question },
  ];
}
