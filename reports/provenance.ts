/** Where the figures come from and what they cost: the last tables of every report. */
import type { SafeHtml } from './html.ts';
import { code } from './blocks.ts';
import { html } from './html.ts';
import { formatCount, formatMicroUsd } from './numbers.ts';
import { type Column, countColumn, table, textColumn } from './table.ts';

/** One fact of provenance: `result hash`, `spec hash`, `seed`, `weights`, `git commit`. */
export interface ProvenanceRow {
  readonly name: string;
  readonly value: string;
  /** What the value identifies, in words. */
  readonly meaning?: string;
}

/** What led to the figures, a row a fact. Hashes break anywhere, so that they fit a narrow screen. */
export function provenanceTable(rows: readonly ProvenanceRow[]): SafeHtml {
  const columns: Column<ProvenanceRow>[] = [
    textColumn('What', (row) => row.name),
    textColumn('Value', (row) => html`<span class="break">${code(row.value)}</span>`),
  ];
  if (rows.some((row) => row.meaning !== undefined))
    columns.push(textColumn('Meaning', (row) => row.meaning ?? ''));
  return table({ caption: 'Provenance', columns, rows });
}

/** What one arm or model used. Counts are of completions; `paid` are new ones, `fromMemo` were read back. */
export interface SpendRow {
  readonly name: string;
  readonly paid: number;
  readonly fromMemo: number;
  /** Calls whose answer was lost and that were sent anew. */
  readonly sentAnew: number;
  /** Calls that were sent and have no answer that is kept: perhaps paid, and in no other figure of the row. */
  readonly unanswered?: {
    readonly calls: number;
    readonly tokens: number;
    readonly costMicroUsd: number;
    readonly why: string;
  };
  /** What programs used, in words. */
  readonly programs?: readonly string[];
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Integer micro-dollars; null where the endpoint has no price. */
  readonly costMicroUsd: number | null;
}

/** Spend and memo hits; the last row adds up when there is more than one. */
export function spendTable(rows: readonly SpendRow[]): SafeHtml {
  return html`${spend(rows)}${rows.map(unansweredNote)}${rows.map(programsNote)}`;
}

function programsNote({ name, programs = [] }: SpendRow): SafeHtml[] {
  return programs.map((text) => html`<p>${name}: ${text}.</p>`);
}

function unansweredNote({ name, unanswered }: SpendRow): SafeHtml {
  if (unanswered === undefined || unanswered.calls === 0) return html``;
  const { calls, tokens, costMicroUsd, why } = unanswered;
  return html`<p>
    ${name}: ${formatCount(calls)} more calls were sent and have no answer that is kept (${why}). They were perhaps paid,
    and are charged to the caps: ${formatCount(tokens)} tokens, ${formatMicroUsd(costMicroUsd)}, as the answers told or
    else as was reserved for them.
  </p>`;
}

function spend(rows: readonly SpendRow[]): SafeHtml {
  return table({
    caption: 'Spend and memo hits',
    columns: [
      textColumn<SpendRow>('What', (row) => row.name),
      countColumn<SpendRow>('Calls paid', (row) => row.paid),
      countColumn<SpendRow>('From memo', (row) => row.fromMemo),
      countColumn<SpendRow>('Sent anew', (row) => row.sentAnew),
      countColumn<SpendRow>('Prompt tokens', (row) => row.promptTokens),
      countColumn<SpendRow>('Answer tokens', (row) => row.completionTokens),
      {
        heading: 'Cost',
        align: 'end',
        cell: (row) => (row.costMicroUsd === null ? 'no price' : formatMicroUsd(row.costMicroUsd)),
      },
    ],
    rows: rows.length > 1 ? [...rows, totalOf(rows)] : rows,
    empty: `${formatCount(0)} calls.`,
  });
}

function totalOf(rows: readonly SpendRow[]): SpendRow {
  const sum = (pick: (row: SpendRow) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  return {
    name: 'Total',
    paid: sum((row) => row.paid),
    fromMemo: sum((row) => row.fromMemo),
    sentAnew: sum((row) => row.sentAnew),
    promptTokens: sum((row) => row.promptTokens),
    completionTokens: sum((row) => row.completionTokens),
    costMicroUsd: rows.some((row) => row.costMicroUsd === null) ? null : sum((row) => row.costMicroUsd ?? 0),
  };
}
