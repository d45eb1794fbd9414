/** A sample of conversations, drawn by the seed: some of each status under each method. */
import type { Completion } from '../../../domain/completion.ts';
import { code } from '../../../reports/blocks.ts';
import {
  type Conversation,
  conversationSample,
  reasoningTurns,
  type Turn,
} from '../../../reports/conversation.ts';
import type { Section } from '../../../reports/page.ts';
import { cutText } from '../../../reports/text.ts';
import type { Exchange } from '../../family.ts';
import { drawHeld, isScripted } from '../../held-cells.ts';
import { rawReplies } from '../../raw-replies.ts';
import { messagesOf, turnOf } from '../../prompt-turns.ts';
import { runTurn } from '../../run-turn.ts';
import type { ListedContext } from './context.ts';
import type { SettledCell } from '../analysis/graded-cells.ts';
import type { GradeResult } from '../analysis/result.ts';
import { verdictOf } from './cells.ts';
import { answersText } from './failures.ts';
import { labelOf } from './words.ts';

/** Conversations of each status under each method. */
const PER_STATUS = 2;
/** The failed problems have their own share of the page. */
export const CONVERSATION_BYTES = 1_500_000;
/** Characters of a turn at most: a prompt with eight examples has about 6,000. */
const LONGEST_TURN = 20_000;

type Asked = Extract<Exchange, { kind: 'completion' }>;

/** A drawn cell with all that was said in it. */
export interface HeldConversation {
  readonly graded: SettledCell;
  readonly exchanges: readonly Exchange[];
}

/** Cells in which a model was asked, drawn by the seed, in the study's order of methods. */
export async function drawConversations(
  cells: readonly SettledCell[],
  seed: number,
  context: ListedContext,
): Promise<readonly HeldConversation[]> {
  const held = await drawHeld(
    cells.filter(({ outcome }) => outcome.calls > 0),
    {
      key: ({ cell }) => cell.key,
      group: ({ cell, outcome }) => `${cell.method} ${outcome.status}`,
      most: PER_STATUS,
    },
    seed,
    context,
  );
  return held.map(([graded, exchanges]) => ({ graded, exchanges }));
}

/** Methods whose drawn answers came from a script of ours, by the identity under which they were stored. */
export function scriptedMethods(held: readonly HeldConversation[]): readonly string[] {
  const names = held.flatMap(({ graded, exchanges }) => (isScripted(exchanges) ? [graded.cell.method] : []));
  return [...new Set(names)];
}

export function conversationsSection(
  held: readonly HeldConversation[],
  result: GradeResult,
  cells: readonly SettledCell[],
  experiment: string,
): Section {
  return {
    id: 'conversations',
    heading: 'Conversations',
    body: conversationSample(
      held.map((one) => conversationOf(one, result)),
      {
        budgetBytes: CONVERSATION_BYTES,
        total: cells.filter(({ outcome }) => outcome.calls > 0).length,
        restHint: code(`./holdfast show ${experiment} --cell CELL`),
      },
    ),
  };
}

function conversationOf({ graded, exchanges }: HeldConversation, result: GradeResult): Conversation {
  const { cell, outcome, problem } = graded;
  return {
    title: `${labelOf(result, cell.method)}: ${problem.id}`,
    outcome: outcome.status,
    facts: [
      { term: 'Cell', description: code(cell.key) },
      {
        term: 'Answer',
        description:
          outcome.answers.length === 0 ? 'none' : `${answersText(outcome.answers)} (${verdictOf(graded)})`,
      },
      { term: 'Gold answer', description: problem.gold.map(({ text }) => text).join('; ') },
      ...(outcome.message === undefined
        ? []
        : [{ term: 'What was said of it', description: cutText(outcome.message, 1_000).text }]),
    ],
    turns: turnsOf(exchanges),
    raw: rawReplies(exchanges),
  };
}

function turnsOf(exchanges: readonly Exchange[]): Turn[] {
  let before: Asked | undefined;
  return exchanges.flatMap((exchange) => {
    if (exchange.kind === 'program') return [runTurn(exchange, LONGEST_TURN)];
    const prompt = promptTurns(exchange, before);
    before = exchange;
    const { completion } = exchange;
    return [
      ...prompt,
      ...reasoningTurns(cutText(completion.reasoning ?? '', LONGEST_TURN).text),
      answerTurn(completion),
    ];
  });
}

/**
 * What was new in a prompt. A repair repeats the conversation before it, a further sample all of its prompt; a vote
 * asks afresh.
 */
function promptTurns({ request }: Asked, before: Asked | undefined): Turn[] {
  const messages = messagesOf(request);
  const known = before === undefined ? [] : messagesOf(before.request);
  const repeats =
    known.length > 0 &&
    known.every(({ role, content }, at) => messages[at]?.role === role && messages[at].content === content);
  if (!repeats) return messages.map((message) => turnOf(message, LONGEST_TURN)).map(asExample);
  const fresh = messages.slice(known.length).filter(({ role }) => role !== 'assistant');
  return fresh.length > 0
    ? fresh.map((message) => turnOf(message, LONGEST_TURN))
    : [{ role: 'user', text: '(the same again)' }];
}

/** Answers that stand in a prompt from its start are our worked examples. */
function asExample(turn: Turn): Turn {
  if (turn.role !== 'assistant') return turn;
  return { ...turn, note: ['a worked example of ours', turn.note].filter(Boolean).join('; ') };
}

function answerTurn({ text: answer, finishReason }: Completion): Turn {
  const { text, left } = cutText(answer, LONGEST_TURN);
  const more = left === 0 ? '' : `; ${left} more characters are not here`;
  return { role: 'assistant', text, note: `finish reason: ${finishReason}${more}` };
}
