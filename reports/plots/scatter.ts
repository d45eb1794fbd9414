/** Two vectors of difficulties against each other. */
import type { TopLevelSpec } from 'vega-lite';
import type { SafeHtml } from '../html.ts';
import { type Estimate, formatEstimate } from '../numbers.ts';
import { table, textColumn } from '../table.ts';
import { GROUP_COLOURS, INK, MARK, MUTED } from './colours.ts';
import { type LegendEntry, figure } from './figure.ts';
import { NARROW, placeLabels, shorten } from './labels.ts';
import { type Range, cut, pixel, rangeOf } from './scale.ts';
import { type PlotText, TEXT_RIM } from './svg.ts';

/** One item: its difficulty for the first group (x) and for the second (y), in logits. */
export interface ScatterRow {
  readonly id: string;
  readonly x: Estimate;
  readonly y: Estimate;
  /** Its id is written beside it. */
  readonly isNamed?: boolean;
}

export interface ScatterOptions extends PlotText {
  readonly xTitle: string;
  readonly yTitle: string;
  /** The line y = intercept + slope x that links the scales, drawn beside the identity. */
  readonly link?: { readonly intercept: number; readonly slope: number; readonly label: string };
  /** What the bars are: `95 % intervals`. */
  readonly intervalLabel?: string;
}

const PADDING = { left: 64, right: 14, top: 8, bottom: 46 };

/** Scatter plot with error bars, identity and linking line. Items without both figures stand in the table alone. */
export async function plotScatter(rows: readonly ScatterRow[], options: ScatterOptions): Promise<SafeHtml> {
  const points = rows.flatMap(({ id, x, y, isNamed }) =>
    x.value === null || y.value === null
      ? []
      : [{ id, x: x.value, y: y.value, xInterval: x.interval, yInterval: y.interval, isNamed }],
  );
  const range = rangeOf(
    points.flatMap((point) => [point.x, point.y]),
    points.flatMap((point) => [point.xInterval, point.yInterval]),
  );
  const left = rows.length - points.length;
  return figure({
    text: options,
    width: 538,
    draw: (width) => specOf(points, range, options, width - PADDING.left - PADDING.right),
    note: [
      `Each point is an item${options.intervalLabel === undefined ? '' : `; bars are ${options.intervalLabel}`}.`,
      left > 0 &&
        ` ${left} of ${rows.length} items are not estimable in both groups and stand in the table alone.`,
    ],
    legend: legendOf(
      points.some((point) => point.isNamed === true),
      options,
    ),
    values: table({
      caption: options.title,
      columns: [
        textColumn<ScatterRow>('Item', (row) => row.id),
        { heading: options.xTitle, align: 'end', cell: (row) => formatEstimate(row.x) },
        { heading: options.yTitle, align: 'end', cell: (row) => formatEstimate(row.y) },
      ],
      rows,
    }),
  });
}

interface Point {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly xInterval: Estimate['interval'];
  readonly yInterval: Estimate['interval'];
  readonly isNamed: boolean | undefined;
}

function specOf(points: readonly Point[], range: Range, options: ScatterOptions, side: number): TopLevelSpec {
  const scale = { domain: [...range], nice: false, zero: false };
  const axis = { grid: true, tickCount: side > NARROW ? 7 : 5, format: '~g' };
  const x = { field: 'x', type: 'quantitative' as const, scale, axis: { ...axis, title: options.xTitle } };
  const y = {
    field: 'y',
    type: 'quantitative' as const,
    scale,
    axis: { ...axis, title: options.yTitle, titleX: -46 },
  };
  const across = points.flatMap((point) => {
    const bar = cut(point.xInterval, range);
    return bar === null ? [] : [{ x: bar[0], x2: bar[1], y: point.y }];
  });
  const upright = points.flatMap((point) => {
    const bar = cut(point.yInterval, range);
    return bar === null ? [] : [{ x: point.x, y: bar[0], y2: bar[1] }];
  });
  const link = options.link === undefined ? [] : lineWithin(options.link, range);
  const mark = { type: 'rule' as const, color: GROUP_COLOURS[0], opacity: 0.35, strokeWidth: 1.25 };
  return {
    autosize: 'none',
    padding: PADDING,
    width: side,
    height: side,
    layer: [
      {
        data: { values: [{ x: range[0], y: range[0], x2: range[1], y2: range[1] }] },
        mark: { type: 'rule', color: MUTED, strokeDash: [4, 4] },
        encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } },
      },
      {
        data: { values: link },
        mark: { type: 'rule', color: MARK, strokeWidth: 1.5 },
        encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } },
      },
      { data: { values: across }, mark, encoding: { x, y, x2: { field: 'x2' } } },
      { data: { values: upright }, mark, encoding: { x, y, y2: { field: 'y2' } } },
      {
        data: { values: points.map((point) => ({ x: point.x, y: point.y, named: point.isNamed === true })) },
        mark: { type: 'point', filled: true, size: 48, opacity: 1 },
        encoding: {
          x,
          y,
          color: { condition: { test: 'datum.named', value: GROUP_COLOURS[1] }, value: GROUP_COLOURS[0] },
        },
      },
      ...labelLayers(points, range, side),
    ],
  };
}

/** The named items' labels; alignment is a property of the mark, so there is a layer for each. */
function labelLayers(
  points: readonly Point[],
  range: Range,
  side: number,
): Extract<TopLevelSpec, { layer: unknown }>['layer'] {
  const onScreen = points.map((point) => ({
    text: shorten(point.id, 24),
    x: pixel(point.x, range, side),
    y: side - pixel(point.y, range, side),
    isNamed: point.isNamed,
  }));
  const labels = placeLabels(
    onScreen.filter((point) => point.isNamed === true),
    onScreen,
    { width: side, height: side },
  );
  const layers = (['left', 'right', 'center'] as const).flatMap((align) => [
    { align, rim: TEXT_RIM },
    { align, rim: {} },
  ]);
  return layers.map(({ align, rim }) => ({
    data: { values: labels.filter((label) => label.align === align) },
    mark: { type: 'text' as const, align, baseline: 'middle' as const, fontSize: 11, color: INK, ...rim },
    encoding: {
      x: { field: 'x', type: 'quantitative' as const, scale: null, axis: null },
      y: { field: 'y', type: 'quantitative' as const, scale: null, axis: null },
      text: { field: 'text' },
    },
  }));
}

/** The part of a line inside the square. */
function lineWithin(
  { intercept, slope }: { readonly intercept: number; readonly slope: number },
  [low, high]: Range,
): readonly { x: number; y: number; x2: number; y2: number }[] {
  const at = (y: number): number => (y - intercept) / slope;
  const [enter, leave] =
    slope === 0 ? [low, high] : [Math.min(at(low), at(high)), Math.max(at(low), at(high))];
  const x = Math.max(low, enter);
  const x2 = Math.min(high, leave);
  const y = intercept + slope * x;
  return x < x2 && y >= low - 1e-9 && y <= high + 1e-9 ? [{ x, y, x2, y2: intercept + slope * x2 }] : [];
}

function legendOf(hasNamed: boolean, options: ScatterOptions): readonly LegendEntry[] {
  const entries: LegendEntry[] = [{ symbol: 'point', colour: GROUP_COLOURS[0], label: 'item' }];
  if (hasNamed) entries.push({ symbol: 'point', colour: GROUP_COLOURS[1], label: 'named item' });
  entries.push({ symbol: 'dashes', colour: MUTED, label: 'equal difficulty' });
  if (options.link !== undefined) entries.push({ symbol: 'line', colour: MARK, label: options.link.label });
  return entries;
}
