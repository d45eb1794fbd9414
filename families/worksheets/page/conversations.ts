/** A sample of judgments as they were asked and answered, drawn by the seed: some of each status of each judge. */
import { code } from '../../../reports/blocks.ts';
import {
  type Conversation,
  conversationSample,
  reasoningTurns,
  type Turn,
} from '../../../reports/conversation.ts';
import { formatNumber } from '../../../reports/numbers.ts';
import type { Section } from '../../../reports/page.ts';
import { cutText } from '../../../reports/text.ts';
import type { Exchange } from '../../family.ts';
import { drawHeld, isScripted } from '../../held-cells.ts';
import { messagesOf, turnOf } from '../../prompt-turns.ts';
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
  const held = await drawHeld(
    judgments,
    {
      key: ({ cell }) => cell.key,
      group: ({ cell, outcome }) => `${cell.judge} ${outcome.status}`,
      most: PER_STATUS,
    },
    seed,
    context,
  );
  return held.map(([judgment, exchanges]) => ({ judgment, exchanges }));
}

/** Judges whose drawn answers came from a script of ours, by the identity under which they were stored. */
export function scriptedJudges(held: readonly HeldJudgment[]): readonly string[] {
  const names = held.flatMap(({ judgment, exchanges }) =>
    isScripted(exchanges) ? [judgment.cell.judge] : [],
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
      ...fresh.map((message) => turnOf(message, LONGEST_TURN)),
      ...reasoningTurns(reasoning?.slice(0, LONGEST_TURN)),
      { role: 'assistant', text: cutText(text, LONGEST_TURN).text, note: `finish reason: ${finishReason}` },
    ];
  });
}
