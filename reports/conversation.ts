/** A sample of conversations, as they were held, under a cap on the size of the report. */
import { type Definition, definitionList } from './blocks.ts';
import { type Content, type SafeHtml, html } from './html.ts';
import { formatCount } from './numbers.ts';
import { hasHiddenCharacters } from './text.ts';

export interface Turn {
  readonly role: 'system' | 'user' | 'assistant' | 'sandbox';
  readonly text: string;
  /** What was noticed of this turn: `repair`, a finish reason, an option mass. */
  readonly note?: string;
}

export interface Conversation {
  /** What the reader picks it by: respondent, item, outcome. */
  readonly title: string;
  /** How it was scored, in a word or two: `yes`, `unparsed`, `refused`. */
  readonly outcome?: string;
  readonly facts?: readonly Definition[];
  readonly turns: readonly Turn[];
}

/** What a model thought before an answer, as a turn before it; none where it showed nothing. */
export function reasoningTurns(reasoning: string | undefined): Turn[] {
  if (reasoning === undefined || reasoning === '') return [];
  return [{ role: 'assistant', text: reasoning, note: 'reasoning before the answer; it is not read' }];
}

/** All conversations of one report together: about 10 MB. */
export const CONVERSATION_BUDGET_BYTES = 10_000_000;

/**
 * The first conversations that fit the budget (bytes of markup, UTF-8), each closed at first, and a line that says how
 * many are not here. They are taken in order and the first that does not fit ends the sample, so that it stays the
 * sample that was drawn.
 */
export function conversationSample(
  conversations: readonly Conversation[],
  options: {
    readonly budgetBytes?: number;
    /** How many there are in all, when more than were handed over. */
    readonly total?: number;
    /** Where the rest can be read: `holdfast show ID --cell C`. */
    readonly restHint?: Content;
  } = {},
): SafeHtml {
  const shown = firstThatFit(conversations, conversation, options.budgetBytes ?? CONVERSATION_BUDGET_BYTES);
  const total = options.total ?? conversations.length;
  return html`<p>
      ${formatCount(shown.length)} of ${formatCount(total)} conversations are
      here.${shown.length < total && options.restHint !== undefined && html` The rest: ${options.restHint}.`}
    </p>
    ${shown}`;
}

/** One conversation, closed at first. What a model wrote is text in it, never markup. */
export function conversation(input: Conversation): SafeHtml {
  return html`<details class="conversation">
    <summary>
      ${input.title}${input.outcome !== undefined && html` <span class="outcome">${input.outcome}</span>`}
    </summary>
    ${input.facts !== undefined && definitionList(input.facts)}
    <ol class="turns">
      ${input.turns.map(turn)}
    </ol>
  </details> `;
}

const ROLE_LABEL: Record<Turn['role'], string> = {
  system: 'System',
  user: 'User',
  assistant: 'Model',
  sandbox: 'Sandbox',
};

function turn(input: Turn): SafeHtml {
  const notes = [
    input.note,
    hasHiddenCharacters(input.text) ? 'control characters left out' : undefined,
  ].filter((note) => note !== undefined);
  return html`<li class="turn ${input.role}">
    <p class="role">
      ${ROLE_LABEL[input.role]}${notes.length > 0 && html` <span class="note">${notes.join('; ')}</span>`}
    </p>
    <span class="said" dir="auto">${input.text === '' ? html`<em>(empty)</em>` : input.text}</span>
  </li> `;
}

/** The longest beginning of the list whose markup stays within the budget; what comes after it is not even written. */
export function firstThatFit<Part>(
  parts: readonly Part[],
  write: (part: Part) => SafeHtml,
  budgetBytes: number,
): readonly SafeHtml[] {
  const written: SafeHtml[] = [];
  let used = 0;
  for (const part of parts) {
    const markup = write(part);
    used += Buffer.byteLength(markup.toString(), 'utf8');
    if (used > budgetBytes) break;
    written.push(markup);
  }
  return written;
}
