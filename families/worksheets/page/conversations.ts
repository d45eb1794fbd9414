/** A sample of judgments as they were asked and answered, drawn by the seed: some of each status of each judge. */
import type { ChatMessage } from '../../../domain/completion.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { randomStream } from '../../../domain/seeds.ts';
import { code } from '../../../reports/blocks.ts';
import {
  type Conversation,
  conversationSample,
  reasoningTurns,
  type Turn,
} from '../../../reports/conversation.ts';
import { formatNumber } from '../../../reports/numbers.ts';
import type { Section } from '../../../reports/page.ts';
import type { Exchange } from '../../family.ts';
import { rawReplies } from '../../raw-replies.ts';
import type { SettledJudgment } from '../analysis/judgments.ts';
import type { ListedContext } from './context.ts';

const PER_STATUS = 3;
const BYTES = 1_500_000;
/** Characters of a turn at most. */
const LONGEST_TURN = 20_000;

export interface HeldJudgment {
  readonly judgment: SettledJudgment;
  readonly exchanges: readonly Exchange[];
}

export async function drawJudgments(
  judgments: readonly SettledJudgment[],
  seed: number,
  context: ListedContext,
): Promise<readonly HeldJudgment[]> {
  const groups = Map.groupBy(judgments, ({ cell, outcome }) => `${cell.judge} ${outcome.status}`);
  const held: HeldJudgment[] = [];
  for (const group of groups.values()) {
    const drawn = group
      .map((judgment) => ({
        judgment,
        place: randomStream(seed, 'conversation', judgment.cell.key).uniform(),
      }))
      .sort((a, b) => a.place - b.place)
      .slice(0, PER_STATUS);
    for (const { judgment } of drawn)
      held.push({ judgment, exchanges: await context.conversation(judgment.cell.key) });
  }
  return held;
}

/** Judges whose drawn answers came from a script of ours, by the identity under which they were stored. */
export function scriptedJudges(held: readonly HeldJudgment[]): readonly string[] {
  const names = held.flatMap(({ judgment, exchanges }) =>
    exchanges.some((one) => one.kind === 'completion' && one.identity.kind === 'scripted')
      ? [judgment.cell.judge]
      : [],
  );
  return [...new Set(names)];
}

export function conversationsSection(
  held: readonly HeldJudgment[],
  total: number,
  experiment: string,
): Section {
  return {
    id: 'conversations',
    heading: 'Conversations',
    body: conversationSample(held.map(conversationOf), {
      ...{ budgetBytes: BYTES, total },
      restHint: code(`./holdfast show ${experiment} --cell CELL`),
    }),
  };
}

function conversationOf({ judgment: { cell, outcome }, exchanges }: HeldJudgment): Conversation {
  return {
    title: `${cell.judge}: ${cell.material}, ${cell.variant}, skills ${cell.persona.join(' and ')}, ${cell.item}`,
    outcome: outcome.status,
    facts: [
      { term: 'Cell', description: code(cell.key) },
      {
        term: 'Probability',
        description: outcome.probability === null ? 'none' : formatNumber(outcome.probability, { digits: 1 }),
      },
    ],
    turns: turnsOf(exchanges),
    raw: rawReplies(exchanges),
  };
}

/** The first question whole, and of later ones what was new. */
function turnsOf(exchanges: readonly Exchange[]): Turn[] {
  let known = 0;
  return exchanges.flatMap((exchange): Turn[] => {
    if (exchange.kind === 'program') return [];
    const messages = messagesOf(exchange.request);
    const fresh = messages.slice(known === 0 ? 0 : known + 1);
    known = messages.length;
    const { text, reasoning, finishReason } = exchange.completion;
    return [
      ...fresh.map(({ role, content }): Turn => ({ role, ...cut(content) })),
      ...reasoningTurns(reasoning?.slice(0, LONGEST_TURN)),
      { role: 'assistant', text: cut(text).text, note: `finish reason: ${finishReason}` },
    ];
  });
}

function messagesOf(request: JsonObject): readonly ChatMessage[] {
  const prompt = request['prompt'] as JsonObject | undefined;
  return (prompt?.['messages'] ?? []) as unknown as readonly ChatMessage[];
}

function cut(text: string): { readonly text: string; readonly note?: string } {
  const left = text.length - LONGEST_TURN;
  return left <= 0
    ? { text }
    : { text: text.slice(0, LONGEST_TURN).toWellFormed(), note: `${left} more characters are not here` };
}
