/** How much may be trusted, and how far: precision against the share of cells that is answered. */
import type { TopLevelSpec } from 'vega-lite';
import type { SafeHtml } from '../html.ts';
import { type Estimate, formatPercent, formatPercentEstimate } from '../numbers.ts';
import { table, textColumn } from '../table.ts';
import { GROUP_COLOURS, INK, MUTED } from './colours.ts';
import { figure } from './figure.ts';
import { placeLabels, shorten } from './labels.ts';
import { type Range, cut, pixel } from './scale.ts';
import { type PlotText, TEXT_RIM } from './svg.ts';
import { layered } from './layered.ts';

/** One step: what is trusted up to here. */
export interface CoverageStep {
  /** What this step adds: a status. */
  readonly label: string;
  readonly coverage: number;
  readonly precision: Estimate;
  /** Its label stands beside its point. */
  readonly isNamed?: boolean;
}

export interface CoverageCurveOptions extends PlotText {
  /** Names of the two curves: `order chosen on other problems`, `order chosen on the same problems`. */
  readonly names: readonly [crossFitted: string, optimistic: string];
  readonly intervalLabel?: string;
}

export interface CoverageCurves {
  readonly crossFitted: readonly CoverageStep[];
  readonly optimistic: readonly CoverageStep[];
}

const PADDING = { left: 64, right: 20, top: 12, bottom: 46 };
const HEIGHT = 300;
const X: Range = [0, 1];

/** Two curves of steps: the one that holds for new problems with its intervals, the optimistic one dashed. */
export async function plotCoverageCurve(
  curves: CoverageCurves,
  options: CoverageCurveOptions,
): Promise<SafeHtml> {
  const rows = [
    ...curves.crossFitted.map((step) => ({ curve: options.names[0], ...step })),
    ...curves.optimistic.map((step) => ({ curve: options.names[1], ...step })),
  ];
  return figure({
    text: options,
    width: 540,
    draw: (width) => specOf(curves, width - PADDING.left - PADDING.right),
    note: [
      'From left to right more is trusted; a name says what its point adds.',
      options.intervalLabel !== undefined && ` Bars are ${options.intervalLabel}.`,
    ],
    legend: [
      { symbol: 'point', colour: GROUP_COLOURS[1], label: options.names[0] },
      { symbol: 'dashes', colour: GROUP_COLOURS[0], label: options.names[1] },
    ],
    values: table({
      caption: options.title,
      columns: [
        textColumn<(typeof rows)[number]>('Curve', (row) => row.curve),
        textColumn<(typeof rows)[number]>('adds', (row) => row.label),
        { heading: 'coverage', align: 'end', cell: (row) => formatPercent(row.coverage) },
        { heading: 'precision', align: 'end', cell: (row) => formatPercentEstimate(row.precision) },
      ],
      rows,
      empty: 'Nothing was answered.',
    }),
  });
}

/** The axis of precision: up to 1, and down to the tenth below everything that is drawn. */
function precisionRange({ crossFitted, optimistic }: CoverageCurves): Range {
  const lowest = [...crossFitted, ...optimistic].reduce((least, { precision }) => {
    const { value, interval } = precision;
    return value === null ? least : Math.min(least, value, interval?.[0] ?? 1);
  }, 0.9);
  return [Math.max(0, Math.floor(lowest * 10 - 1e-9) / 10), 1];
}

function drawable(steps: readonly CoverageStep[]): readonly (CoverageStep & { readonly value: number })[] {
  return steps.flatMap((step) =>
    step.precision.value === null ? [] : [{ ...step, value: step.precision.value }],
  );
}

function specOf(curves: CoverageCurves, width: number): TopLevelSpec {
  const range = precisionRange(curves);
  const solid = drawable(curves.crossFitted);
  const dashed = drawable(curves.optimistic);
  const x = {
    field: 'coverage',
    type: 'quantitative',
    scale: { domain: [...X], nice: false },
    axis: { title: 'coverage: share of cells that are trusted', format: '.0%', grid: true, tickCount: 5 },
  };
  const y = (field: string): object => ({
    field,
    type: 'quantitative',
    scale: { domain: [...range], nice: false, zero: false },
    axis: {
      title: 'precision: share of those that are right',
      format: '.0%',
      grid: true,
      tickCount: 5,
      titleX: -46,
    },
  });
  const line = (values: readonly object[], color: string, dash: object): object => ({
    data: { values },
    mark: { type: 'line', color, strokeWidth: 2, ...dash },
    encoding: { x, y: y('value'), order: { field: 'rank', type: 'quantitative' } },
  });
  const points = (values: readonly object[], color: string, look: object): object => ({
    data: { values },
    mark: { type: 'point', filled: true, opacity: 1, color, ...look },
    encoding: { x, y: y('value') },
  });
  const plain = (steps: typeof solid): readonly object[] =>
    steps.map(({ coverage, value }, rank) => ({ coverage, value, rank }));
  const bars = solid.flatMap(({ coverage, precision }) => {
    const bar = cut(precision.interval, range);
    return bar === null ? [] : [{ coverage, low: bar[0], high: bar[1] }];
  });
  const layer = [
    {
      data: { values: bars },
      mark: { type: 'rule', color: GROUP_COLOURS[1], strokeWidth: 2, opacity: 0.6 },
      encoding: { x, y: y('low'), y2: { field: 'high' } },
    },
    line(plain(solid), GROUP_COLOURS[1], {}),
    points(plain(solid), GROUP_COLOURS[1], { shape: 'circle', size: 70 }),
    line(plain(dashed), GROUP_COLOURS[0], { strokeDash: [5, 4] }),
    points(plain(dashed), GROUP_COLOURS[0], { shape: 'diamond', size: 34 }),
    ...labelLayers(solid, dashed, range, width),
    ...(solid.length === 0 && dashed.length === 0 ? [nothingDrawn(width)] : []),
  ];
  return layered({ width, height: HEIGHT, padding: PADDING, layer });
}

/** The names of the steps that have one, off the points of both curves. */
function labelLayers(
  solid: ReturnType<typeof drawable>,
  dashed: ReturnType<typeof drawable>,
  range: Range,
  width: number,
): readonly object[] {
  const points = [...solid, ...dashed].map(({ label, coverage, value, isNamed }) => ({
    text: shorten(label, 24),
    x: pixel(coverage, X, width),
    y: HEIGHT - pixel(value, range, HEIGHT),
    isNamed,
  }));
  const labels = placeLabels(
    points.filter((point) => point.isNamed === true),
    points,
    { width, height: HEIGHT },
  );
  return (['left', 'right', 'center'] as const).flatMap((align) =>
    [TEXT_RIM, {}].map((rim) => ({
      data: { values: labels.filter((label) => label.align === align) },
      mark: { type: 'text', align, baseline: 'middle', fontSize: 11, color: INK, ...rim },
      encoding: {
        x: { field: 'x', type: 'quantitative', scale: null, axis: null },
        y: { field: 'y', type: 'quantitative', scale: null, axis: null },
        text: { field: 'text' },
      },
    })),
  );
}

function nothingDrawn(width: number): object {
  return {
    data: { values: [{ text: 'no answer, so that there is no precision' }] },
    mark: { type: 'text', color: MUTED },
    encoding: { x: { value: width / 2 }, y: { value: HEIGHT / 2 }, text: { field: 'text' } },
  };
}
