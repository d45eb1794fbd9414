/** Plots and tables as a page shows them, kept beside its markup so that they can be written as files for a paper. */
import type { LegendEntry } from './plots/figure.ts';

export interface ShownColumn {
  readonly heading: string;
  readonly unit?: string;
  readonly align: 'start' | 'end';
}

/** What stands in a cell for a reader, and for a program: a figure at its full precision where the cell is one. */
export interface ShownCell {
  readonly text: string;
  readonly value: string | number | null;
}

export interface ShownTable {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly ShownColumn[];
  /** Row by row, worked out when asked for: most pages are never taken apart. */
  readonly rows: () => readonly (readonly ShownCell[])[];
}

export interface ShownPlot {
  readonly kind: 'plot';
  /** Id of the figure: small letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What the marks mean; '' where nothing is said. */
  readonly note: string;
  readonly legend: readonly LegendEntry[];
  /** The drawing for a wide screen: its size in pixels and what stands inside its root element. */
  readonly drawing: Drawing;
  /** What is plotted. */
  readonly values: readonly ShownTable[];
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** From Vega, which escapes what it writes; colours are variables of the page's style sheet. */
  readonly content: string;
}

export type Shown = ShownTable | ShownPlot;
