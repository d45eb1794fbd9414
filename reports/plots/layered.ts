/** A plot whose layers bring their own data and stand at pixels: the frame that all of them have. */
import type { TopLevelSpec } from 'vega-lite';

export function layered(plot: {
  /** Of the plotting area, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly padding: Readonly<Record<'left' | 'right' | 'top' | 'bottom', number>>;
  readonly layer: readonly object[];
}): TopLevelSpec {
  return { autosize: 'none', data: { values: [] }, ...plot } as unknown as TopLevelSpec;
}
