/** People and items on one scale: the Wright map, for both groups side by side. */
import type { TopLevelSpec } from 'vega-lite';
import type { SafeHtml } from '../html.ts';
import { formatNumber, formatPercent } from '../numbers.ts';
import { numberColumn, table, textColumn } from '../table.ts';
import { GROUP_COLOURS, PAPER } from './colours.ts';
import { figure } from './figure.ts';
import { type Range, rangeOf } from './scale.ts';
import { type PlotText } from './svg.ts';
import { type WrightItem, itemPanel, mapHeight } from './wright-items.ts';

/** The abilities (thetas) of either group, with weights where people are weighted. */
export interface WrightPersons {
  readonly name: string;
  readonly thetas: readonly number[];
  readonly weights?: readonly number[];
}

export interface WrightMapOptions extends PlotText {
  readonly axisTitle: string;
  /** First and second group. */
  readonly persons: readonly [WrightPersons, WrightPersons];
}

/** Axis and gaps beside the four panels. */
const BETWEEN = 88;
const BINS = 24;

/**
 * Wright map: histogram of the first group, its items, the second group's items, histogram of the second group, on one
 * axis of logits. Labels are moved apart and lead back to their places.
 */
export async function plotWrightMap(
  items: readonly WrightItem[],
  options: WrightMapOptions,
): Promise<SafeHtml> {
  const [first, second] = options.persons;
  const range = rangeOf([
    ...items.flatMap((item) => [item.first, item.second]).filter((value) => value !== null),
    ...first.thetas,
    ...second.thetas,
  ]);
  const height = mapHeight(items);
  return figure({
    text: options,
    draw: (width) => specOf(items, options, range, { width, height }),
    note: 'People stand at their position and items at their difficulty: where both are level, the chance is even.',
    legend: [
      { symbol: 'bar', colour: GROUP_COLOURS[0], label: first.name },
      { symbol: 'bar', colour: GROUP_COLOURS[1], label: second.name },
    ],
    values: [
      table({
        caption: 'Item difficulties',
        columns: [
          textColumn<WrightItem>('Item', (item) => item.id),
          numberColumn<WrightItem>(first.name, (item) => item.first, { unit: 'logits' }),
          numberColumn<WrightItem>(second.name, (item) => item.second, { unit: 'logits' }),
        ],
        rows: items,
      }),
      positionTable(options.persons, range),
    ],
  });
}

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

/** Shares of a group in equal bins over the range. */
function histogram({ thetas, weights }: WrightPersons, [low, high]: Range): readonly Bin[] {
  const width = (high - low) / BINS;
  const mass = new Float64Array(BINS);
  let total = 0;
  thetas.forEach((theta, index) => {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor((theta - low) / width)));
    const weight = weights?.[index] ?? 1;
    mass[bin] = (mass[bin] ?? 0) + weight;
    total += weight;
  });
  return [...mass].map((weight, bin) => ({
    low: low + bin * width,
    high: low + (bin + 1) * width,
    share: total > 0 ? weight / total : 0,
  }));
}

function positionTable(persons: WrightMapOptions['persons'], range: Range): SafeHtml {
  const [first, second] = [histogram(persons[0], range), histogram(persons[1], range)];
  const rows = first.map((bin, index) => ({ ...bin, other: second[index]?.share ?? 0 }));
  return table({
    caption: 'Shares of people by position',
    columns: [
      textColumn<(typeof rows)[number]>(
        'Position (logits)',
        (row) => `${formatNumber(row.low)} to ${formatNumber(row.high)}`,
      ),
      { heading: persons[0].name, align: 'end', cell: (row) => formatPercent(row.share) },
      { heading: persons[1].name, align: 'end', cell: (row) => formatPercent(row.other) },
    ],
    rows: rows.filter((row) => row.share > 0 || row.other > 0),
  });
}

function specOf(
  items: readonly WrightItem[],
  { persons, axisTitle }: WrightMapOptions,
  range: Range,
  { width, height }: { readonly width: number; readonly height: number },
): TopLevelSpec {
  // Names of items need their room first.
  const panel = { width: Math.max(104, (width - BETWEEN) * 0.27), height };
  const histogramWidth = (width - BETWEEN) / 2 - panel.width;
  const scale = { domain: [...range], nice: false, zero: false };
  const histograms = persons.map((group) => histogram(group, range));
  const most = Math.max(...histograms.flat().map((bin) => bin.share), 0.01);
  const level = (field: string, axis: object | null): object => ({
    field,
    type: 'quantitative',
    scale,
    axis,
  });
  const people = (side: 0 | 1): object => ({
    width: histogramWidth,
    height,
    data: { values: histograms[side] ?? [] },
    mark: { type: 'rect', color: GROUP_COLOURS[side], stroke: PAPER, strokeWidth: 0.75 },
    encoding: {
      x: {
        field: 'share',
        type: 'quantitative',
        scale: { domain: [0, most], reverse: side === 0 },
        axis: null,
      },
      x2: { datum: 0 },
      y: level(
        'low',
        side === 0 ? { title: axisTitle, grid: false, tickCount: 9, format: '~g', titleX: -38 } : null,
      ),
      y2: { field: 'high' },
    },
  });
  return {
    data: { values: [] },
    bounds: 'flush',
    hconcat: [people(0), itemPanel(items, 0, range, panel), itemPanel(items, 1, range, panel), people(1)],
    resolve: { scale: { x: 'independent', y: 'independent' } },
  } as unknown as TopLevelSpec;
}
