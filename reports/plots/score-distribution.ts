/** How raw scores are spread in two groups. */
import type { TopLevelSpec } from 'vega-lite';
import type { SafeHtml } from '../html.ts';
import { formatPercent } from '../numbers.ts';
import { table, textColumn } from '../table.ts';
import { GROUP_COLOURS, PAPER } from './colours.ts';
import { figure } from './figure.ts';
import { NARROW } from './labels.ts';
import { type PlotText } from './svg.ts';
import { layered } from './layered.ts';

/** One raw score and the share of either group that has it. Exact probabilities give shares of no whole person. */
export interface ScoreRow {
  readonly score: number;
  readonly first: number;
  readonly second: number;
}

export interface ScoreDistributionOptions extends PlotText {
  /** Names of the first and of the second group. */
  readonly groups: readonly [string, string];
  readonly axisTitle: string;
}

/** The first group as bars, the second as a stepped line over them: told apart by shape as well as by colour. */
export async function plotScoreDistribution(
  rows: readonly ScoreRow[],
  options: ScoreDistributionOptions,
): Promise<SafeHtml> {
  const sorted = rows.toSorted((a, b) => a.score - b.score);
  const [first, second] = options.groups;
  return figure({
    text: options,
    draw: (width) => specOf(sorted, options, width),
    legend: [
      { symbol: 'bar', colour: GROUP_COLOURS[0], label: first },
      { symbol: 'line', colour: GROUP_COLOURS[1], label: second },
    ],
    values: table({
      caption: options.title,
      columns: [
        textColumn<ScoreRow>('Score', (row) => String(row.score)),
        { heading: first, align: 'end', cell: (row) => formatPercent(row.first) },
        { heading: second, align: 'end', cell: (row) => formatPercent(row.second) },
      ],
      rows: sorted,
    }),
  });
}

const PADDING = { left: 64, right: 12, top: 8, bottom: 46 };

function specOf(
  rows: readonly ScoreRow[],
  { axisTitle }: ScoreDistributionOptions,
  total: number,
): TopLevelSpec {
  const values = rows.map((row) => ({ ...row, from: row.score - 0.5, to: row.score + 0.5 }));
  const lowest = (values[0]?.from ?? 0) - 0.2;
  const highest = (values.at(-1)?.to ?? 1) + 0.2;
  const most = Math.max(...rows.flatMap((row) => [row.first, row.second]), 0.01);
  const outline = values.flatMap((row) => [
    { at: row.from, share: row.second },
    { at: row.to, share: row.second },
  ]);
  const x = {
    type: 'quantitative',
    scale: { domain: [lowest, highest], nice: false, zero: false },
    axis: { title: axisTitle, grid: false, tickMinStep: 1, tickCount: total > NARROW ? 13 : 6, format: 'd' },
  };
  const y = {
    type: 'quantitative',
    scale: { domain: [0, most * 1.05], nice: false },
    axis: {
      title: 'share of the group',
      titleX: -46,
      format: '~%',
      grid: true,
      tickCount: 5,
      domain: false,
      ticks: false,
    },
  };
  const layer = [
    {
      data: { values },
      mark: { type: 'rect', color: GROUP_COLOURS[0], stroke: PAPER, strokeWidth: 1 },
      encoding: {
        x: { ...x, field: 'from' },
        x2: { field: 'to' },
        y: { ...y, field: 'first' },
        y2: { datum: 0 },
      },
    },
    {
      data: { values: outline },
      mark: { type: 'line', color: GROUP_COLOURS[1], strokeWidth: 2.25, interpolate: 'linear' },
      encoding: { x: { ...x, field: 'at' }, y: { ...y, field: 'share' }, order: { value: null } },
    },
  ];
  return layered({ width: total - PADDING.left - PADDING.right, height: 240, padding: PADDING, layer });
}
