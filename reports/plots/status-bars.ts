/** What became of the answers: one bar an arm, cut by status. */
import type { TopLevelSpec } from 'vega-lite';
import type { SafeHtml } from '../html.ts';
import { formatCount, formatPercent } from '../numbers.ts';
import { type Column, countColumn, table, textColumn } from '../table.ts';
import { CATEGORY_COLOURS, INK, PAPER } from './colours.ts';
import { figure } from './figure.ts';
import { beside } from './labels.ts';
import { type PlotText } from './svg.ts';
import { layered } from './layered.ts';

/** Counts of cells by status; a status that is absent counts as none. */
export interface StatusRow {
  readonly label: string;
  readonly counts: Readonly<Record<string, number>>;
}

export interface StatusBarsOptions extends PlotText {
  /** All statuses in the order in which they are stacked; at most eight. */
  readonly statuses: readonly string[];
  /** What the rows are; `Arm` by default. */
  readonly rowHeading?: string;
}

const ROW_HEIGHT = 46;
/** The frame is of fixed size: Vega would make it as wide as it guesses the texts to be. */
const PADDING = { left: 16, right: 24, top: 4, bottom: 46 };

/** Bars of equal length, stacked by status, each below its name and its number of cells. */
export async function plotStatusBars(
  rows: readonly StatusRow[],
  options: StatusBarsOptions,
): Promise<SafeHtml> {
  const columns: Column<StatusRow>[] = [
    textColumn(options.rowHeading ?? 'Arm', (row) => row.label),
    ...options.statuses.map((status) => countColumn<StatusRow>(status, (row) => row.counts[status] ?? 0)),
    countColumn('cells', (row) => cellsOf(row, options.statuses)),
  ];
  return figure({
    text: options,
    draw: (width) => specOf(rows, options, width - PADDING.left - PADDING.right),
    legend: options.statuses.map((status, index) => ({
      symbol: 'bar',
      colour: colourOf(index),
      label: status,
    })),
    values: table({ caption: options.title, columns, rows }),
  });
}

function cellsOf(row: StatusRow, statuses: readonly string[]): number {
  return statuses.reduce((sum, status) => sum + (row.counts[status] ?? 0), 0);
}

function colourOf(index: number): string {
  return CATEGORY_COLOURS[index % CATEGORY_COLOURS.length] ?? INK;
}

function specOf(rows: readonly StatusRow[], { statuses }: StatusBarsOptions, width: number): TopLevelSpec {
  const height = Math.max(rows.length, 1) * ROW_HEIGHT;
  const names = rows.map((row, index) => {
    const cells = cellsOf(row, statuses);
    const first = statuses[0];
    const share = first === undefined || cells === 0 ? null : (row.counts[first] ?? 0) / cells;
    const figures = share === null ? 'no cells' : `${formatPercent(share)} ${first} of ${formatCount(cells)}`;
    return { label: beside(row.label, figures, width), y: index * ROW_HEIGHT + 12 };
  });
  const parts = rows.flatMap((row, index) => {
    const cells = Math.max(cellsOf(row, statuses), 1);
    let start = 0;
    return statuses.map((status, rank) => {
      const from = start;
      start += (row.counts[status] ?? 0) / cells;
      return {
        from,
        to: start,
        color: colourOf(rank),
        y: index * ROW_HEIGHT + 22,
        y2: index * ROW_HEIGHT + 40,
      };
    });
  });
  const down = (field: string): object => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, height], range: [0, height], nice: false, zero: false },
    axis: null,
  });
  const layer = [
    {
      data: { values: parts.filter((part) => part.to > part.from) },
      mark: { type: 'rect', stroke: PAPER, strokeWidth: 1 },
      encoding: {
        x: {
          field: 'from',
          type: 'quantitative',
          scale: { domain: [0, 1] },
          axis: { title: 'share of cells', format: '.0%', grid: false, tickCount: 5 },
        },
        x2: { field: 'to' },
        y: down('y'),
        y2: { field: 'y2' },
        fill: { field: 'color', type: 'nominal', scale: null },
      },
    },
    {
      data: { values: names },
      mark: { type: 'text', align: 'left', baseline: 'middle', color: INK },
      encoding: { x: { value: 0 }, y: down('y'), text: { field: 'label' } },
    },
  ];
  return layered({ width, height, padding: PADDING, layer });
}
