/** A sample of conversations, as they were held, under a cap on the size of the report. */
import { type Definition, definitionList } from './blocks.ts';
import { type Content, html, SafeHtml } from './html.ts';
import { formatCount, formatNumber } from './numbers.ts';
import { type Column, countColumn, numberColumn, table, textColumn } from './table.ts';
import { hasHiddenCharacters } from './text.ts';

export interface Turn {
  readonly role: 'system' | 'user' | 'assistant' | 'sandbox';
  readonly text: string;
  /** What was noticed of this turn: `repair`, a finish reason, an option mass. */
  readonly note?: string;
}

/** One reply as it was stored, as JSON, and the log-probability of each of its tokens where they were given. */
export interface RawReply {
  readonly text: string;
  /** Characters of it that are not here. */
  readonly left: number;
  readonly tokens: readonly { readonly id: number | null; readonly logProb: number }[];
}

/** An option as it was shown: its letter, its own words, and how probable the model found it. */
export interface ShownOption {
  /** '' where options were shown without letters. */
  readonly letter: string;
  readonly text: string;
  readonly isKey: boolean;
  readonly isChosen: boolean;
  /** Natural log; null where none was given. */
  readonly logProb: number | null;
  /** The figure is an upper bound: the server lists its likeliest tokens only. */
  readonly isBound: boolean;
}

export interface Conversation {
  /** What the reader picks it by: respondent, item, outcome. */
  readonly title: string;
  /** How it was scored, in a word or two: `yes`, `unparsed`, `refused`. */
  readonly outcome?: string;
  readonly facts?: readonly Definition[];
  readonly turns: readonly Turn[];
  /** Of a question with options, in the order shown. */
  readonly options?: readonly ShownOption[];
  readonly raw?: readonly RawReply[];
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
    ${input.options !== undefined && input.options.length > 0 && optionTable(input.options)}
    ${input.raw !== undefined && input.raw.length > 0 && rawPart(input.raw)}
  </details> `;
}

function optionTable(options: readonly ShownOption[]): SafeHtml {
  const scored = options.some(({ logProb }) => logProb !== null);
  const keyed = options.some(({ isKey }) => isKey);
  const figures: readonly Column<ShownOption>[] = [
    {
      heading: 'probability',
      align: 'end',
      cell: ({ logProb, isBound }) =>
        logProb === null
          ? ''
          : `${isBound ? 'at most ' : ''}${formatNumber(Math.exp(logProb), { digits: 4 })}`,
    },
    {
      heading: 'log-probability',
      align: 'end',
      cell: ({ logProb }) => (logProb === null ? '' : formatNumber(logProb, { digits: 3 })),
    },
  ];
  return inPage(
    table<ShownOption>({
      caption: 'Options in the order shown',
      columns: [
        textColumn('Letter', ({ letter }) => letter || 'none'),
        { heading: 'Option', isRowHeader: true, cell: ({ text }) => text },
        ...(keyed ? [textColumn<ShownOption>('Key', ({ isKey }) => (isKey ? 'the key' : ''))] : []),
        textColumn('Answer', ({ isChosen }) => (isChosen ? 'chosen' : '')),
        ...(scored ? figures : []),
      ],
      rows: options,
    }),
  );
}

/** One click away: what the figures were read from. */
function rawPart(replies: readonly RawReply[]): SafeHtml {
  return html`<details class="raw">
    <summary>Raw reply and log-probabilities</summary>
    ${replies.map(
      ({ text, left, tokens }) =>
        html`<span class="said mono" dir="auto">${text}</span>${
          left > 0 && html`<p class="note">${formatCount(left)} more characters are not here.</p>`
        }${tokens.length > 0 && tokenTable(tokens)}`,
    )}
  </details> `;
}

/** Tokens in the table at most. */
const MOST_TOKENS = 200;

function tokenTable(tokens: RawReply['tokens']): SafeHtml {
  type Row = RawReply['tokens'][number] & { readonly place: number };
  const more = tokens.length - MOST_TOKENS;
  return inPage(
    table<Row>({
      caption: `Tokens of the answer${more > 0 ? `: the first ${MOST_TOKENS}, ${formatCount(more)} more are not here` : ''}`,
      columns: [
        countColumn('place', ({ place }) => place),
        { heading: 'token id', align: 'end', cell: ({ id }) => (id === null ? 'not told' : String(id)) },
        numberColumn('log-probability', ({ logProb }) => logProb, { digits: 4 }),
      ],
      rows: tokens.slice(0, MOST_TOKENS).map((token, index) => ({ ...token, place: index + 1 })),
    }),
  );
}

/** A table that belongs to one conversation and is no table of the study. */
function inPage(markup: SafeHtml): SafeHtml {
  return SafeHtml.trusted(markup.toString());
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
