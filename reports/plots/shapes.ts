/** Shapes of marks, so that series are told apart without colour: the same in a plot and in its legend. */
import type { LegendEntry } from './figure.ts';

export type Shape = Extract<LegendEntry['symbol'], 'point' | 'diamond' | 'square' | 'triangle'>;

const SHAPES: readonly Shape[] = ['point', 'diamond', 'square', 'triangle'];

/** The shape of the series of that rank; after four they begin again, in other colours. */
export function shapeOf(rank: number): Shape {
  return SHAPES[rank % SHAPES.length] ?? 'point';
}

/** What Vega calls it. */
export function vegaShape(shape: Shape): string {
  return shape === 'point' ? 'circle' : shape === 'triangle' ? 'triangle-up' : shape;
}
