/** Tables: rows in, an accessible table out. */
import { html, plainText, SafeHtml, type Content } from './html.ts';
import { formatCount, formatNumber, type NumberFormat } from './numbers.ts';
import type { ShownCell, ShownTable } from './shown.ts';

/** One column: what it is called, in which unit, and what it shows of a row. */
export interface Column<Row> {
  readonly heading: string;
  /** Written beside the heading: `logits`, `s`, `%`. */
  readonly unit?: string;
  /** Figures stand at the end, so that their points are below one another; text at the start (the default). */
  readonly align?: 'start' | 'end';
  /** The cell names its row (`th scope=row`). By default the first column does. */
  readonly isRowHeader?: boolean;
  readonly cell: (row: Row) => Content;
  /** The figure behind the cell, for programs; the cell's text where there is none. */
  readonly value?: (row: Row) => number | null;
}

export interface Table<Row> {
  /** Every table has one: it is the table's name to a screen reader. */
  readonly caption: Content;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Said in place of rows when there are none. */
  readonly empty?: string;
}

/** Characters from which on a text needs a wide column, or it would be read a word a line. */
const LONG = 60;

/** Columns from which on a table is set small on paper. */
const MANY = 8;

/** A column of text. */
export function textColumn<Row>(heading: string, cell: (row: Row) => Content): Column<Row> {
  return { heading, cell };
}

/** A column of figures; null is written `not estimable`. */
export function numberColumn<Row>(
  heading: string,
  value: (row: Row) => number | null,
  format: NumberFormat & { readonly unit?: string } = {},
): Column<Row> {
  const { unit, ...numberFormat } = format;
  const column: Column<Row> = {
    heading,
    align: 'end',
    cell: (row) => formatNumber(value(row), numberFormat),
    value,
  };
  return unit === undefined ? column : { ...column, unit };
}

/** A column of counts. */
export function countColumn<Row>(heading: string, value: (row: Row) => number | null): Column<Row> {
  return { heading, align: 'end', cell: (row) => formatCount(value(row)), value };
}

/**
 * The table, in a box of its own that scrolls sideways where the screen is narrower. The box is a region with the table's
 * name that the keyboard reaches, and says that it scrolls where it does.
 */
export function table<Row>(input: Table<Row>): SafeHtml {
  const { columns, rows } = input;
  const namesRows = columns.some((column) => column.isRowHeader === true);
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const classes = columns.map(({ align = 'start' }, index) =>
    align === 'start' && cells.some((row) => plainText(row[index]).length > LONG) ? 'start long' : align,
  );
  const head = columns.map(
    (column) =>
      html`<th scope="col" class="${column.align ?? 'start'}">
        ${column.heading}${column.unit !== undefined && html` <span class="unit">(${column.unit})</span>`}
      </th>`,
  );
  const body = cells.map(
    (row) =>
      html`<tr>
        ${columns.map((column, index) =>
          column.isRowHeader === true || (!namesRows && index === 0)
            ? html`<th scope="row" class="${classes[index]}">${row[index]}</th>`
            : html`<td class="${classes[index]}">${row[index]}</td>`,
        )}
      </tr> `,
  );
  const none =
    rows.length === 0 &&
    html`<tr>
      <td colspan="${columns.length}">${input.empty ?? 'No rows.'}</td>
    </tr>`;
  const markup = html`<div class="scroll${columns.length > MANY && ' many'}" role="region" aria-label="${plainText(input.caption)}" tabindex="0">
    <p class="hint" aria-hidden="true">This table scrolls sideways.</p>
    <table>
      <caption>
        <span class="name">${input.caption}</span>
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}${none}
      </tbody>
    </table>
  </div> `;
  return SafeHtml.trusted(markup.toString(), [shownTable(input)]);
}

function shownTable<Row>({ caption, columns, rows }: Table<Row>): ShownTable {
  return {
    kind: 'table',
    caption: plainText(caption),
    columns: columns.map(({ heading, unit, align = 'start' }) => ({
      ...{ heading, align },
      ...(unit === undefined ? {} : { unit }),
    })),
    rows: () =>
      rows.map((row) =>
        columns.map(({ cell, value }): ShownCell => {
          const text = plainText(cell(row));
          return { text, value: value === undefined ? text : value(row) };
        }),
      ),
  };
}
