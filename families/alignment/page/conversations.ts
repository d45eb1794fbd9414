/** A sample of conversations, drawn by the seed: some of each arm, and some of each status that is not `ok`. */
import type { Completion } from '../../../domain/completion.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { randomStream } from '../../../domain/seeds.ts';
import { code } from '../../../reports/blocks.ts';
import {
  type Conversation,
  conversationSample,
  reasoningTurns,
  type ShownOption,
  type Turn,
} from '../../../reports/conversation.ts';
import { formatNumber } from '../../../reports/numbers.ts';
import type { Section } from '../../../reports/page.ts';
import type { Exchange, PageContext } from '../../family.ts';
import { rawReplies } from '../../raw-replies.ts';
import type { Answer, ArmAnswers, StudyAnswers } from '../analysis/answers.ts';
import type { Arm } from '../arms/arm.ts';
import { shownOptions } from '../prompt.ts';
import type { Item } from '../responses/items.ts';
import type { AlignmentStudy } from '../study.ts';

/** Conversations of each status in each arm. */
const PER_STATUS = 4;

interface Drawn {
  readonly answer: Answer;
  readonly item: Item;
  readonly arm: Arm;
  readonly label: string;
  readonly respondent: string;
}

export async function conversationsSection(
  study: AlignmentStudy,
  answers: StudyAnswers,
  context: PageContext,
): Promise<Section> {
  const drawn = answers.arms.flatMap((one) => sampleOf(one, study.spec.seed));
  const conversations: Conversation[] = [];
  for (const one of drawn) conversations.push(await held(one, context));
  return {
    id: 'conversations',
    heading: 'Conversations',
    body: conversationSample(conversations, {
      total: answers.settled,
      restHint: code(`./holdfast show ${context.experiment} --cell CELL`),
    }),
  };
}

/** Of each status, the few that a draw by their keys puts first. */
function sampleOf(answers: ArmAnswers, seed: number): Drawn[] {
  const byStatus = new Map<string, { one: Drawn; place: number }[]>();
  for (const [row, respondent] of answers.respondents.entries()) {
    for (const [column, item] of answers.items.entries()) {
      for (const answer of answers.at(row, column)) {
        if (answer.outcome === null) continue;
        const place = randomStream(seed, 'conversation', answer.key).uniform();
        const group = byStatus.get(answer.status) ?? [];
        byStatus.set(answer.status, group);
        if (group.length === PER_STATUS && place >= (group.at(-1)?.place ?? 0)) continue;
        group.push({
          one: { answer, item, arm: answers.arm, label: answers.arm.label, respondent: respondent.id },
          place,
        });
        group.sort((a, b) => a.place - b.place).splice(PER_STATUS);
      }
    }
  }
  return [...byStatus.values()].flatMap((group) => group.map(({ one }) => one));
}

async function held(
  { answer, item, arm, label, respondent }: Drawn,
  context: PageContext,
): Promise<Conversation> {
  const exchanges = await context.conversation(answer.key);
  const { outcome } = answer;
  const mass = outcome?.optionMass;
  return {
    title: `${label}: ${respondent}, ${item.id}`,
    outcome:
      answer.status === 'ok' || answer.status === 'repaired'
        ? (outcome?.choice ?? answer.status)
        : answer.status,
    facts: [
      { term: 'Cell', description: code(answer.key) },
      { term: 'Status', description: answer.status },
      {
        term: 'Score',
        description: answer.score === null ? 'none' : formatNumber(answer.score, { digits: 3 }),
      },
      ...(mass === undefined
        ? []
        : [{ term: 'Mass on the options', description: formatNumber(mass, { digits: 3 }) }]),
    ],
    turns: exchanges.flatMap((exchange, index) =>
      exchange.kind === 'program'
        ? []
        : [
            ...promptTurns(exchange.request, index > 0),
            ...reasoningTurns(exchange.completion.reasoning),
            answerTurn(exchange.completion, arm, shownOptions(item, answer.order)),
          ],
    ),
    options: optionsOf(answer, item, arm, exchanges),
    raw: rawReplies(exchanges),
  };
}

/** As they were shown in this cell, with what the last reply says of each. */
function optionsOf(
  { order, outcome }: Answer,
  item: Item,
  arm: Arm,
  exchanges: readonly Exchange[],
): readonly ShownOption[] {
  const last = exchanges.findLast((exchange) => exchange.kind === 'completion')?.completion;
  return shownOptions(item, order).map((text, index) => ({
    letter: hasLetters(arm) ? letterOf(index) : '',
    text,
    isKey: text === item.key,
    isChosen: text === outcome?.choice,
    logProb: last?.optionLogProbs?.[index] ?? null,
    isBound: last?.boundedOptions?.includes(index) === true,
  }));
}

/** Whether options stand in the prompt with letters before them. */
function hasLetters({ spec: { ask } }: Arm): boolean {
  return ask.mode === 'options'
    ? ask.scored === 'letter'
    : ask.parser === 'letter' || ask.parser === 'brackets';
}

function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}

/** The whole prompt of the first call; of a repair only what was new. */
function promptTurns(request: JsonObject, onlyLast: boolean): Turn[] {
  const asked = (request['asked'] ?? request) as JsonObject;
  const prompt = asked['prompt'] as JsonObject | undefined;
  if (prompt === undefined) return [];
  if (prompt['kind'] === 'raw')
    return [{ role: 'user', text: typeof prompt['text'] === 'string' ? prompt['text'] : '' }];
  const messages = (prompt['messages'] ?? []) as unknown as { role: Turn['role']; content: string }[];
  return messages.slice(onlyLast ? -1 : 0).map(({ role, content }) => ({ role, text: content }));
}

function answerTurn(completion: Completion, arm: Arm, shown: readonly string[]): Turn {
  const { optionLogProbs } = completion;
  if (optionLogProbs !== undefined) {
    const lines = optionLogProbs.map(
      (logProb, index) =>
        `${hasLetters(arm) ? `${letterOf(index)}. ` : ''}${shown[index] ?? ''}: ${formatNumber(Math.exp(logProb), { digits: 3 })}`,
    );
    return {
      role: 'assistant',
      text: lines.join('\n'),
      note: 'probabilities of the options, in the order shown',
    };
  }
  return { role: 'assistant', text: completion.text, note: `finish reason: ${completion.finishReason}` };
}
