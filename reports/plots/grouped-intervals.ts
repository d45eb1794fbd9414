/** Several figures of each row on one axis: a method under three gradings, an original beside its twin. */
import type { TopLevelSpec } from 'vega-lite';
import type { SafeHtml } from '../html.ts';
import { type Estimate, formatPercent, formatPercentInterval } from '../numbers.ts';
import { type Column, table, textColumn } from '../table.ts';
import { CATEGORY_COLOURS, GRID, GROUP_COLOURS, INK, MARK } from './colours.ts';
import { figure } from './figure.ts';
import { beside, NARROW } from './labels.ts';
import { type Range, cut } from './scale.ts';
import { shapeOf, vegaShape } from './shapes.ts';
import { type PlotText, TEXT_RIM } from './svg.ts';
import { layered } from './layered.ts';

/** One row: a share for each series, in the order of the series. */
export interface GroupedRow {
  readonly label: string;
  readonly estimates: readonly Estimate[];
  /** Said in the table: `hand-written, nobody's model`. */
  readonly remark?: string;
}

export interface GroupedIntervalsOptions extends PlotText {
  readonly axisTitle: string;
  /** Names of the marks of a row, whose figures stand beside its name in this order. */
  readonly series: readonly string[];
  /** What the axis spans, as shares; [0, 1] by default. */
  readonly range?: Range;
  /** What the bars are: `95 % Wilson intervals`. */
  readonly intervalLabel?: string;
}

const NAME_HEIGHT = 24;
const MARK_HEIGHT = 12;
/** The frame is of fixed size: Vega would make it as wide as it guesses the texts to be. */
const PADDING = { left: 16, right: 24, top: 4, bottom: 46 };

/** The colours of the series: the two groups of a report first, then the mark, then categories. */
const SERIES_COLOURS: readonly string[] = [GROUP_COLOURS[1], GROUP_COLOURS[0], MARK, ...CATEGORY_COLOURS];

/** Shares with intervals; a row's name stands above its marks. A figure that is absent is not drawn. */
export async function plotGroupedIntervals(
  rows: readonly GroupedRow[],
  options: GroupedIntervalsOptions,
): Promise<SafeHtml> {
  const columns: Column<GroupedRow>[] = [
    textColumn('What', (row) => row.label),
    ...options.series.flatMap((name, rank): Column<GroupedRow>[] => [
      { heading: name, align: 'end', cell: (row) => formatPercent(row.estimates[rank]?.value) },
      {
        heading: 'interval',
        align: 'end',
        cell: (row) => formatPercentInterval(row.estimates[rank]?.interval),
      },
    ]),
    ...(rows.some((row) => row.remark !== undefined)
      ? [textColumn<GroupedRow>('Remark', (row) => row.remark ?? '')]
      : []),
  ];
  return figure({
    text: options,
    draw: (width) => specOf(rows, options, width - PADDING.left - PADDING.right),
    ...(options.intervalLabel === undefined
      ? {}
      : { note: `Bars are ${options.intervalLabel}; a mark without one has no interval.` }),
    legend: options.series.map((label, rank) => ({ symbol: shapeOf(rank), colour: colourOf(rank), label })),
    values: table({ caption: options.title, columns, rows }),
  });
}

/** `79.7 / 80.2 / 81.0 %`. */
function figuresOf(estimates: readonly Estimate[]): string {
  const shares = estimates.map(({ value }) => formatPercent(value));
  return shares.length === 0 || estimates.some(({ value }) => value === null)
    ? shares.join(' / ')
    : shares.join(' / ').replace(/\u00a0%(?! *$)/g, '');
}

function colourOf(rank: number): string {
  return SERIES_COLOURS[rank % SERIES_COLOURS.length] ?? INK;
}

function specOf(rows: readonly GroupedRow[], options: GroupedIntervalsOptions, width: number): TopLevelSpec {
  const range = options.range ?? [0, 1];
  const rowHeight = NAME_HEIGHT + options.series.length * MARK_HEIGHT + 6;
  const height = Math.max(rows.length, 1) * rowHeight;
  const names = rows.map((row, index) => ({
    label: beside(row.label, figuresOf(row.estimates), width),
    y: index * rowHeight + 13,
    edge: (index + 1) * rowHeight,
  }));
  const marks = rows.flatMap((row, index) =>
    row.estimates.slice(0, options.series.length).map((estimate, rank) => {
      const bar = cut(estimate.interval, range);
      return {
        value: estimate.value === null ? null : Math.max(range[0], Math.min(range[1], estimate.value)),
        low: bar?.[0] ?? null,
        high: bar?.[1] ?? null,
        y: index * rowHeight + NAME_HEIGHT + (rank + 0.5) * MARK_HEIGHT,
        width: rank === 0 ? 2.5 : 1.5,
        color: colourOf(rank),
        shape: vegaShape(shapeOf(rank)),
      };
    }),
  );
  const x = (field: string): object => ({
    field,
    type: 'quantitative',
    scale: { domain: [...range], nice: false, zero: false },
    axis: {
      title: options.axisTitle,
      grid: true,
      tickCount: width > NARROW ? 6 : 4,
      format: '.0%',
      domain: false,
    },
  });
  const down = (field: string): object => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, height], range: [0, height], nice: false, zero: false },
    axis: null,
  });
  const own = (channel: 'color' | 'shape'): object => ({ field: channel, type: 'nominal', scale: null });
  const layer = [
    {
      data: { values: names.slice(0, -1) },
      mark: { type: 'rule', color: GRID },
      encoding: { x: { value: 0 }, x2: { value: width }, y: down('edge') },
    },
    {
      data: { values: marks.filter((mark) => mark.low !== null) },
      mark: { type: 'rule' },
      encoding: {
        x: x('low'),
        x2: { field: 'high' },
        y: down('y'),
        color: own('color'),
        strokeWidth: { field: 'width', type: 'quantitative', scale: null },
      },
    },
    {
      data: { values: marks.filter((mark) => mark.value !== null) },
      mark: { type: 'point', filled: true, size: 58, opacity: 1 },
      encoding: { x: x('value'), y: down('y'), color: own('color'), shape: own('shape') },
    },
    textLayer(names, TEXT_RIM, down),
    textLayer(names, {}, down),
  ];
  return layered({ width, height, padding: PADDING, layer });
}

function textLayer(values: readonly object[], rim: object, down: (field: string) => object): object {
  return {
    data: { values },
    mark: { type: 'text', align: 'left', baseline: 'middle', color: INK, ...rim },
    encoding: { x: { value: 0 }, y: down('y'), text: { field: 'label' } },
  };
}
