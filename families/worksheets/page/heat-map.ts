/** A surface over two skills as a heat map: the figures stand in the cells, the shade only helps to find them. */
import type { TopLevelSpec } from 'vega-lite';
import type { SafeHtml } from '../../../reports/html.ts';
import { formatNumber } from '../../../reports/numbers.ts';
import { GRID, GROUP_COLOURS, INK, MUTED } from '../../../reports/plots/colours.ts';
import { figure } from '../../../reports/plots/figure.ts';
import type { PlotText } from '../../../reports/plots/svg.ts';
import { table, type Column } from '../../../reports/table.ts';
import { layered } from '../../../reports/plots/layered.ts';

export interface HeatCell {
  readonly persona: readonly [number, number];
  /** null where nothing was observed. */
  readonly value: number | null;
}

export interface HeatMapOptions extends PlotText {
  readonly levels: readonly number[];
  readonly skills: readonly [first: string, second: string];
  /** What the strongest shade stands for. */
  readonly strongest: number;
  /** A plus sign before positive figures, for differences. */
  readonly plus?: boolean;
}

const SIDE = 56;
const FULL = 0.5;
const PADDING = { left: 36, right: 10, top: 8, bottom: 30 };

export function plotHeatMap(cells: readonly HeatCell[], options: HeatMapOptions): Promise<SafeHtml> {
  const { levels, skills } = options;
  const valueAt = (first: number, second: number): string =>
    textOf(
      cells.find(({ persona }) => persona[0] === first && persona[1] === second)?.value ?? null,
      options,
    );
  const columns: Column<number>[] = [
    { heading: skills[0], cell: (first) => String(first) },
    ...levels.map((second): Column<number> => ({
      heading: `${second}`,
      align: 'end',
      cell: (first) => valueAt(first, second),
    })),
  ];
  return figure({
    text: options,
    draw: (width) => specOf(cells, options, width),
    width: PADDING.left + levels.length * SIDE + PADDING.right,
    note: `Across: ${skills[1]}. Upwards: ${skills[0]}.`,
    values: table({ caption: `${options.title}; columns: ${skills[1]}`, columns, rows: levels }),
  });
}

function textOf(value: number | null, { plus }: HeatMapOptions): string {
  return value === null ? '·' : formatNumber(value, { digits: 1, ...(plus === undefined ? {} : { plus }) });
}

/** @param width in pixels, at most so much is taken */
function specOf(cells: readonly HeatCell[], options: HeatMapOptions, width: number): TopLevelSpec {
  const { levels } = options;
  const side = Math.min(SIDE, (width - PADDING.left - PADDING.right) / levels.length);
  const size = levels.length * side;
  const marks = cells.map(({ persona, value }) => {
    const [up, across] = [levels.indexOf(persona[0]), levels.indexOf(persona[1])];
    return {
      ...{ x: across * side, x2: (across + 1) * side - 2, middle: (across + 0.5) * side },
      y: size - (up + 1) * side,
      y2: size - up * side - 2,
      line: size - (up + 0.5) * side,
      shade: Math.min(1, Math.abs(value ?? 0) / Math.max(options.strongest, 1e-9)) * FULL,
      colour: (value ?? 0) < 0 ? GROUP_COLOURS[1] : GROUP_COLOURS[0],
      text: textOf(value, options),
    };
  });
  const place = (field: string): object => ({
    ...{ field, type: 'quantitative', axis: null },
    scale: { domain: [0, size], range: [0, size], nice: false, zero: false },
  });
  const text = (values: readonly object[], mark: object): object => ({
    data: { values },
    mark: { type: 'text', baseline: 'middle', color: INK, fontSize: 11, ...mark },
    encoding: { x: place('x'), y: place('y'), text: { field: 'text' } },
  });
  const ticks = levels.map((level, index) => ({ level: `${level}`, at: (index + 0.5) * side }));
  const layer = [
    {
      data: { values: marks },
      mark: { type: 'rect', stroke: GRID, strokeWidth: 1 },
      encoding: {
        ...{ x: place('x'), x2: { field: 'x2' }, y: place('y'), y2: { field: 'y2' } },
        fill: { field: 'colour', type: 'nominal', scale: null },
        fillOpacity: { field: 'shade', type: 'quantitative', scale: null },
      },
    },
    text(
      marks.map(({ middle, line, text: figures }) => ({ x: middle, y: line, text: figures })),
      { align: 'center' },
    ),
    text(
      ticks.map(({ level, at }) => ({ x: at, y: size + 14, text: level })),
      { align: 'center', color: MUTED },
    ),
    text(
      ticks.map(({ level, at }) => ({ x: -14, y: size - at, text: level })),
      { align: 'center', color: MUTED },
    ),
  ];
  return layered({ width: size, height: size, padding: PADDING, layer });
}
