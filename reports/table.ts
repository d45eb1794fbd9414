/** Tables: rows in, an accessible table out. */
import { html, type Content, type SafeHtml } from './html.ts';
import { formatCount, formatNumber, type NumberFormat } from './numbers.ts';

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
}

export interface Table<Row> {
  /** Every table has one: it is the table's name to a screen reader. */
  readonly caption: Content;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Said in place of rows when there are none. */
  readonly empty?: string;
}

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
  };
  return unit === undefined ? column : { ...column, unit };
}

/** A column of counts. */
export function countColumn<Row>(heading: string, value: (row: Row) => number | null): Column<Row> {
  return { heading, align: 'end', cell: (row) => formatCount(value(row)) };
}

/** The table, in a box of its own that scrolls sideways where the screen is narrow. */
export function table<Row>(input: Table<Row>): SafeHtml {
  const { columns, rows } = input;
  const namesRows = columns.some((column) => column.isRowHeader === true);
  const head = columns.map(
    (column) =>
      html`<th scope="col" class="${column.align ?? 'start'}">
        ${column.heading}${column.unit !== undefined && html` <span class="unit">(${column.unit})</span>`}
      </th>`,
  );
  const body = rows.map(
    (row) =>
      html`<tr>
        ${columns.map((column, index) => {
          const content = column.cell(row);
          return column.isRowHeader === true || (!namesRows && index === 0)
            ? html`<th scope="row" class="${column.align ?? 'start'}">${content}</th>`
            : html`<td class="${column.align ?? 'start'}">${content}</td>`;
        })}
      </tr> `,
  );
  const none =
    rows.length === 0 &&
    html`<tr>
      <td colspan="${columns.length}">${input.empty ?? 'No rows.'}</td>
    </tr>`;
  return html`<div class="scroll">
    <table>
      <caption>
        ${input.caption}
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
}
