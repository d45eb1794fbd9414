/** Where a model misjudges items: residual difficulties, sorted, with the items' own words. */
import type { TopLevelSpec } from 'vega-lite';
import { type Content, type SafeHtml, html } from '../html.ts';
import { type Estimate, formatInterval, formatNumber } from '../numbers.ts';
import { type Column, table, textColumn } from '../table.ts';
import { GROUP_COLOURS, LINE, MUTED } from './colours.ts';
import { figure } from './figure.ts';
import { NARROW, shorten, textWidth } from './labels.ts';
import { type Range, cut, rangeOf } from './scale.ts';
import { type PlotText } from './svg.ts';
import { layered } from './layered.ts';

/** One item's residual, in logits, after linking. Above zero: the model finds it harder than people do. */
export interface ResidualRow {
  readonly id: string;
  readonly text: string;
  readonly residual: Estimate;
}

export interface ResidualForestOptions extends PlotText {
  readonly axisTitle: string;
  /** What a residual above zero and one below are called, as headings: `Most over-estimated`, `Most under-estimated`. */
  readonly overLabel: string;
  readonly underLabel: string;
  /** How many of either end are named; ten by default. */
  readonly top?: number;
  readonly intervalLabel?: string;
}

/** More items than this and only the two ends are drawn. */
const ALL_UP_TO = 60;
const ROW_HEIGHT = 17;
const LABEL_CHARACTERS = 22;
const PHONE_CHARACTERS = 15;

/**
 * The forest of residuals, and below it the items of both ends with their text. Items without a residual stand in the
 * table of values alone.
 */
export async function plotResidualForest(
  rows: readonly ResidualRow[],
  options: ResidualForestOptions,
): Promise<SafeHtml> {
  const sorted = rows.toSorted(byResidual);
  const known = sorted.filter((row) => row.residual.value !== null);
  const top = options.top ?? 10;
  const over = known.filter((row) => (row.residual.value ?? 0) > 0).slice(0, top);
  const under = known.filter((row) => (row.residual.value ?? 0) < 0).slice(-top);
  const drawn = known.length <= ALL_UP_TO ? known : [...over, ...under];
  const columns: readonly Column<ResidualRow>[] = [
    textColumn('Item', (row) => row.id),
    textColumn('Text', (row) => row.text),
    {
      heading: 'Residual',
      unit: 'logits',
      align: 'end',
      cell: (row) => formatNumber(row.residual.value, { plus: true }),
    },
    {
      heading: 'Interval',
      align: 'end',
      cell: (row) => formatInterval(row.residual.interval, { plus: true }),
    },
  ];
  const plot = await figure({
    text: options,
    draw: (width) => specOf(drawn, options, width),
    note: noteOf(rows.length, known.length, drawn.length, options),
    values: table({ caption: options.title, columns, rows: sorted }),
  });
  const ends: Content = [
    table({ caption: options.overLabel, columns, rows: over, empty: 'No item.' }),
    table({ caption: options.underLabel, columns, rows: under.toReversed(), empty: 'No item.' }),
  ];
  return html`${plot}${ends}`;
}

function noteOf(all: number, known: number, drawn: number, options: ResidualForestOptions): string {
  const bars = options.intervalLabel === undefined ? '' : ` Bars are ${options.intervalLabel}.`;
  const ends = drawn < known ? ` The ${drawn} items at both ends of ${known} are drawn.` : '';
  const left = known < all ? ` ${all - known} of ${all} items have no residual.` : '';
  return `Sorted by residual.${bars}${ends}${left}`;
}

function specOf(rows: readonly ResidualRow[], options: ResidualForestOptions, total: number): TopLevelSpec {
  const characters = total > NARROW ? LABEL_CHARACTERS : PHONE_CHARACTERS;
  const values = rows.map((row) => row.residual.value ?? 0);
  const range: Range = rangeOf(
    [...values, 0],
    rows.map((row) => row.residual.interval),
  );
  const lines = rows.map((row, index) => {
    const bar = cut(row.residual.interval, range);
    // The rank before the id keeps two items of one name apart; the axis shows what follows it.
    return {
      item: `${index}:${shorten(row.id, characters)}`,
      value: row.residual.value,
      low: bar?.[0] ?? null,
      high: bar?.[1] ?? null,
    };
  });
  const x = (field: string): object => ({
    field,
    type: 'quantitative',
    scale: { domain: [...range], nice: false, zero: false },
    axis: {
      title: options.axisTitle,
      grid: true,
      tickCount: total > NARROW ? 7 : 4,
      format: '~g',
      domain: false,
    },
  });
  const y = {
    field: 'item',
    type: 'nominal',
    sort: null,
    scale: { domain: lines.map((line) => line.item) },
    axis: {
      title: null,
      ticks: false,
      domainColor: LINE,
      labelLimit: 0,
      labelOverlap: false,
      labelFontSize: 11,
      labelExpr: "slice(datum.value, indexof(datum.value, ':') + 1)",
    },
  };
  const color = { condition: { test: 'datum.value > 0', value: GROUP_COLOURS[1] }, value: GROUP_COLOURS[0] };
  const layer = [
    { data: { values: [{ zero: 0 }] }, mark: { type: 'rule', color: MUTED }, encoding: { x: x('zero') } },
    {
      data: { values: lines.filter((line) => line.low !== null) },
      mark: { type: 'rule', strokeWidth: 1.75, opacity: 0.75 },
      encoding: { x: x('low'), x2: { field: 'high' }, y, color },
    },
    {
      data: { values: lines },
      mark: { type: 'point', filled: true, size: 50, opacity: 1 },
      encoding: { x: x('value'), y, color },
    },
  ];
  const left = 12 + rows.reduce((most, row) => Math.max(most, textWidth(shorten(row.id, characters))), 0);
  return layered({
    padding: { left, right: 14, top: 4, bottom: 46 },
    width: total - left - 14,
    height: Math.max(rows.length, 1) * ROW_HEIGHT,
    layer,
  });
}

/** From the most over-estimated down; what has no residual last; ties by id, so that the order never depends on the input. */
function byResidual(a: ResidualRow, b: ResidualRow): number {
  const byValue = (b.residual.value ?? -Infinity) - (a.residual.value ?? -Infinity);
  if (byValue !== 0 && !Number.isNaN(byValue)) return byValue;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
