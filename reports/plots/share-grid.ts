/** Shares by row and column: where, and for whom. The counts stand in the cells, the shade only helps to find them. */
import type { TopLevelSpec } from 'vega-lite';
import type { SafeHtml } from '../html.ts';
import { formatPercent } from '../numbers.ts';
import { type Column, table, textColumn } from '../table.ts';
import { GRID, GROUP_COLOURS, INK, MUTED } from './colours.ts';
import { figure } from './figure.ts';
import { NARROW, shorten, textWidth } from './labels.ts';
import { type PlotText } from './svg.ts';
import { layered } from './layered.ts';

/** How many of how many. */
export interface Count {
  readonly right: number;
  readonly of: number;
}

export interface GridRow {
  readonly label: string;
  /** One for each column; `of: 0` is written as absent. */
  readonly counts: readonly Count[];
}

export interface ShareGridOptions extends PlotText {
  /** What the rows are: `Section`. */
  readonly rowHeading: string;
  /** Names of the columns; the picture numbers them and the legend below its name says which is which. */
  readonly columns: readonly string[];
}

const ROW_HEIGHT = 24;
const NAME_HEIGHT = 18;
const RIGHT = 6;
const LABEL_CHARACTERS = 38;
const PHONE_CHARACTERS = 54;
const WIDEST_COLUMN = 110;
/** The shade of a full share: the ink must stay readable upon it, on white and on black paper. */
const FULL = 0.5;

/** The grid, with its shares as a table. */
export async function plotShareGrid(rows: readonly GridRow[], options: ShareGridOptions): Promise<SafeHtml> {
  const columns: Column<GridRow>[] = [
    textColumn(options.rowHeading, (row) => row.label),
    ...options.columns.map((name, index): Column<GridRow> => ({
      heading: name,
      align: 'end',
      cell: (row) => shareText(row.counts[index]),
    })),
  ];
  return figure({
    text: options,
    draw: (width) => specOf(rows, options, width),
    note: `Columns: ${options.columns.map((name, index) => `${index + 1} ${name}`).join('; ')}. Each cell says how many are right, of how many; the stronger its shade, the larger the share.`,
    values: table({ caption: options.title, columns, rows }),
  });
}

/** `62.5 % (5 of 8)`. */
function shareText(count: Count | undefined): string {
  if (count === undefined || count.of === 0) return 'none';
  return `${formatPercent(count.right / count.of)} (${count.right} of ${count.of})`;
}

function specOf(rows: readonly GridRow[], options: ShareGridOptions, total: number): TopLevelSpec {
  // On a phone a row's name stands above its cells, which need all the width.
  const isNarrow = total <= NARROW;
  const labels = rows.map((row) => shorten(row.label, isNarrow ? PHONE_CHARACTERS : LABEL_CHARACTERS));
  const nameHeight = isNarrow ? NAME_HEIGHT : 0;
  const rowHeight = ROW_HEIGHT + nameHeight;
  const left = isNarrow ? 6 : 20 + labels.reduce((most, label) => Math.max(most, textWidth(label)), 0);
  const across = Math.max(options.columns.length, 1);
  const step = Math.min(WIDEST_COLUMN, (total - left - RIGHT) / across);
  const width = step * across;
  const height = Math.max(rows.length, 1) * rowHeight;
  const cells = rows.flatMap((row, down) =>
    options.columns.map((_, index) => {
      const count = row.counts[index] ?? { right: 0, of: 0 };
      return {
        x: index * step,
        x2: (index + 1) * step - 2,
        middle: (index + 0.5) * step,
        y: down * rowHeight + nameHeight,
        y2: (down + 1) * rowHeight - 2,
        line: down * rowHeight + nameHeight + ROW_HEIGHT / 2,
        shade: count.of === 0 ? 0 : (count.right / count.of) * FULL,
        text: count.of === 0 ? '·' : `${count.right}/${count.of}`,
      };
    }),
  );
  const place = (channel: 'x' | 'y', field: string): object => ({
    field,
    type: 'quantitative',
    scale: {
      domain: [0, channel === 'x' ? width : height],
      range: [0, channel === 'x' ? width : height],
      nice: false,
      zero: false,
    },
    axis: null,
  });
  const x = (field: string): object => place('x', field);
  const y = (field: string): object => place('y', field);
  const text = (values: readonly object[], mark: object): object => ({
    data: { values },
    mark: { type: 'text', baseline: 'middle', color: INK, fontSize: 11, ...mark },
    encoding: { x: x('x'), y: y('y'), text: { field: 'text' } },
  });
  const layer = [
    {
      data: { values: cells },
      mark: { type: 'rect', fill: GROUP_COLOURS[0], stroke: GRID, strokeWidth: 1 },
      encoding: {
        x: x('x'),
        x2: { field: 'x2' },
        y: y('y'),
        y2: { field: 'y2' },
        fillOpacity: { field: 'shade', type: 'quantitative', scale: null },
      },
    },
    text(
      cells.map((cell) => ({ x: cell.middle, y: cell.line, text: cell.text })),
      { align: 'center' },
    ),
    text(
      labels.map((label, down) => ({
        x: isNarrow ? 0 : -10,
        y: down * rowHeight + (isNarrow ? NAME_HEIGHT : ROW_HEIGHT) / 2,
        text: label,
      })),
      { align: isNarrow ? 'left' : 'right' },
    ),
    text(
      options.columns.map((_, index) => ({ x: (index + 0.5) * step, y: -12, text: `${index + 1}` })),
      { align: 'center', color: MUTED },
    ),
  ];
  return layered({ width, height, padding: { left, right: RIGHT, top: 24, bottom: 6 }, layer });
}
