/** Figures that are compared with one another on one axis: arms, baselines, and the ceiling. */
import type { TopLevelSpec } from 'vega-lite';
import type { SafeHtml } from '../html.ts';
import { type Estimate, formatEstimate, formatInterval, formatNumber } from '../numbers.ts';
import { table, textColumn } from '../table.ts';
import { GRID, GROUP_COLOURS, INK, MARK, MUTED } from './colours.ts';
import { type LegendEntry, figure } from './figure.ts';
import { beside, NARROW } from './labels.ts';
import { type Range, cut } from './scale.ts';
import { type PlotText, TEXT_RIM } from './svg.ts';
import { layered } from './layered.ts';

/**
 * One row of the axis. A `baseline` is drawn as a diamond in the colour of people, a `study` as a point, a `chance` as the
 * spread of figures that have nothing to do with anything, without a mark: none of them is more than a draw.
 */
export interface IntervalRow {
  readonly label: string;
  readonly kind: 'study' | 'baseline' | 'chance';
  readonly estimate: Estimate;
  /** Said in the table: `12 clusters: no population interval`. */
  readonly remark?: string;
}

export interface IntervalAxisOptions extends PlotText {
  readonly axisTitle: string;
  /** What the axis spans; [-1, 1], as for a correlation, by default. */
  readonly range?: Range;
  /** The best that could be reached, as a line across all rows, with its own interval as a band. */
  readonly ceiling?: { readonly label: string; readonly estimate: Estimate };
  /** What the bars are: `95 % intervals`. */
  readonly intervalLabel?: string;
  /** What the points are called in the legend; `study` by default. */
  readonly studyLabel?: string;
  /** Digits of the figures after the point; 2 by default. */
  readonly digits?: number;
  /** How numbers stand at the axis, in d3's words: `~g` by default, `d` for whole numbers. */
  readonly axisFormat?: string;
}

const ROW_HEIGHT = 42;
/** The frame is of fixed size: Vega would make it as wide as it guesses the texts to be. */
const PADDING = { left: 16, right: 16, top: 4, bottom: 46 };

/** The interval axis. A row's name stands above its mark, its figures at the end of the line. */
export async function plotIntervalAxis(
  rows: readonly IntervalRow[],
  options: IntervalAxisOptions,
): Promise<SafeHtml> {
  const format = { digits: options.digits ?? 2 };
  const ceilingRow: readonly IntervalRow[] =
    options.ceiling === undefined
      ? []
      : [
          {
            label: options.ceiling.label,
            kind: 'baseline',
            estimate: options.ceiling.estimate,
            remark: 'ceiling',
          },
        ];
  return figure({
    text: options,
    draw: (width) => specOf(rows, options, width - PADDING.left - PADDING.right),
    ...(options.intervalLabel === undefined
      ? {}
      : { note: `Bars are ${options.intervalLabel}; a mark without one has no interval.` }),
    legend: legendOf(rows, options),
    values: table({
      caption: options.title,
      columns: [
        textColumn<IntervalRow>('What', (row) => row.label),
        {
          heading: options.axisTitle,
          align: 'end',
          cell: (row) => (row.kind === 'chance' ? '' : formatNumber(row.estimate.value, format)),
          value: (row) => row.estimate.value,
        },
        { heading: 'Interval', align: 'end', cell: (row) => formatInterval(row.estimate.interval, format) },
        textColumn<IntervalRow>('Remark', (row) => row.remark ?? ''),
      ],
      rows: [...rows, ...ceilingRow],
    }),
  });
}

function specOf(rows: readonly IntervalRow[], options: IntervalAxisOptions, width: number): TopLevelSpec {
  const range = options.range ?? [-1, 1];
  const height = Math.max(rows.length, 1) * ROW_HEIGHT;
  const lines = rows.map(({ label, kind, estimate }, index) => {
    const bar = cut(estimate.interval, range);
    return {
      label: beside(label, figureOf(kind, estimate, options), width),
      kind,
      value: estimate.value === null ? null : Math.max(range[0], Math.min(range[1], estimate.value)),
      low: bar?.[0] ?? null,
      high: bar?.[1] ?? null,
      name: index * ROW_HEIGHT + 13,
      place: index * ROW_HEIGHT + 30,
      edge: (index + 1) * ROW_HEIGHT,
    };
  });
  const scale = { domain: [...range], nice: false, zero: false };
  const x = (field: string): object => ({
    field,
    type: 'quantitative',
    scale,
    axis: {
      title: options.axisTitle,
      grid: true,
      tickCount: width > NARROW ? 9 : 5,
      format: options.axisFormat ?? '~g',
      domain: false,
    },
  });
  const down = (field: string): object => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, height], range: [0, height], nice: false, zero: false },
    axis: null,
  });
  const colour = {
    condition: { test: "datum.kind === 'study'", value: GROUP_COLOURS[1] },
    value: GROUP_COLOURS[0],
  };
  const layer = [
    ...ceilingLayers(options, range, x),
    {
      data: { values: range[0] < 0 && range[1] > 0 ? [{ zero: 0 }] : [] },
      mark: { type: 'rule', color: MUTED, strokeWidth: 1 },
      encoding: { x: x('zero') },
    },
    {
      data: { values: lines.slice(0, -1) },
      mark: { type: 'rule', color: GRID },
      encoding: { x: { value: 0 }, x2: { value: width }, y: down('edge') },
    },
    {
      data: { values: lines.filter(({ low, kind }) => low !== null && kind === 'chance') },
      mark: { type: 'rule', strokeWidth: 9, color: MUTED, opacity: 0.45 },
      encoding: { x: x('low'), x2: { field: 'high' }, y: down('place') },
    },
    {
      data: { values: lines.filter(({ low, kind }) => low !== null && kind !== 'chance') },
      mark: { type: 'rule', strokeWidth: 2.5 },
      encoding: { x: x('low'), x2: { field: 'high' }, y: down('place'), color: colour },
    },
    {
      data: { values: lines.filter(({ value, kind }) => value !== null && kind !== 'chance') },
      mark: { type: 'point', filled: true, size: 85, opacity: 1 },
      encoding: {
        x: x('value'),
        y: down('place'),
        color: colour,
        shape: { condition: { test: "datum.kind === 'study'", value: 'circle' }, value: 'diamond' },
      },
    },
    textLayer(lines, TEXT_RIM, down),
    textLayer(lines, {}, down),
  ];
  return layered({ width, height, padding: PADDING, layer });
}

/** What stands beside a row's name: its figure and interval, or of chance the interval alone. */
function figureOf(
  kind: IntervalRow['kind'],
  estimate: Estimate,
  { digits = 2 }: IntervalAxisOptions,
): string {
  return kind === 'chance'
    ? formatInterval(estimate.interval, { digits })
    : formatEstimate(estimate, { digits });
}

function ceilingLayers(
  { ceiling }: IntervalAxisOptions,
  range: Range,
  x: (field: string) => object,
): readonly object[] {
  if (ceiling === undefined) return [];
  const band = cut(ceiling.estimate.interval, range);
  const { value } = ceiling.estimate;
  return [
    {
      data: { values: band === null ? [] : [{ low: band[0], high: band[1] }] },
      mark: { type: 'rect', color: MARK, opacity: 0.14 },
      encoding: { x: x('low'), x2: { field: 'high' } },
    },
    {
      data: { values: value === null ? [] : [{ value }] },
      mark: { type: 'rule', color: MARK, strokeWidth: 2, strokeDash: [6, 3] },
      encoding: { x: x('value') },
    },
  ];
}

function textLayer(values: readonly object[], rim: object, down: (field: string) => object): object {
  return {
    data: { values },
    mark: { type: 'text', align: 'left', baseline: 'middle', color: INK, ...rim },
    encoding: { x: { value: 0 }, y: down('name'), text: { field: 'label' } },
  };
}

function legendOf(rows: readonly IntervalRow[], options: IntervalAxisOptions): readonly LegendEntry[] {
  const entries: LegendEntry[] = [];
  if (rows.some((row) => row.kind === 'study')) {
    entries.push({ symbol: 'point', colour: GROUP_COLOURS[1], label: options.studyLabel ?? 'study' });
  }
  if (rows.some((row) => row.kind === 'baseline')) {
    entries.push({ symbol: 'diamond', colour: GROUP_COLOURS[0], label: 'baseline' });
  }
  if (rows.some((row) => row.kind === 'chance')) {
    entries.push({ symbol: 'bar', colour: MUTED, label: 'spread of chance' });
  }
  if (options.ceiling !== undefined) {
    entries.push({
      symbol: 'dashes',
      colour: MARK,
      label: `${options.ceiling.label}: ${formatEstimate(options.ceiling.estimate, { digits: options.digits ?? 2 })}`,
    });
  }
  return entries;
}
