/** Intervals where each problem was asked several times: runs of a problem are no independent observations. */
import { randomStream } from '../../domain/seeds.ts';
import { expandedTail } from './expanded-tail.ts';
import { centralInterval } from './quantile.ts';

/** How often each problem was drawn: draws x problems, row-major. All figures of one analysis share them. */
export interface Resamples {
  readonly problems: number;
  readonly draws: number;
  readonly counts: Uint16Array;
}

/** As many problems as there are, with replacement; each draw has a stream of its own. At most 65,535 problems. */
export function resampleProblems(problems: number, draws: number, seed: number): Resamples {
  const counts = new Uint16Array(problems * draws);
  for (let draw = 0; draw < draws; draw++) {
    const stream = randomStream(seed, 'bootstrap by problem', draw);
    for (let k = 0; k < problems; k++) {
      const index = draw * problems + stream.integer(problems);
      counts[index] = (counts[index] ?? NaN) + 1;
    }
  }
  return { problems, draws, counts };
}

export interface BootstrapFigure {
  readonly value: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  /** Twice the smaller share of draws at zero or beyond it, the estimate counted as a draw; for differences. */
  readonly p: number | null;
  /** Problems that have a value. */
  readonly problems: number;
}

const NONE: BootstrapFigure = { value: null, interval: null, p: null, problems: 0 };

/**
 * The mean over problems of a figure of each (its share of right runs, or a difference of two), with a 95 % percentile
 * interval, its tail expanded for few problems (`expandedTail`).
 *
 * @param values one a problem; NaN where it has none, and then it is left out of every draw
 */
export function bootstrapMean(values: Float64Array, resamples: Resamples): BootstrapFigure {
  const there = values.map((value) => (Number.isNaN(value) ? 0 : 1));
  return bootstrapRatio(
    values.map((value) => (Number.isNaN(value) ? 0 : value)),
    there,
    resamples,
  );
}

/**
 * A ratio of two sums over problems, such as right answers to answers given: both are drawn together.
 *
 * @param above, below one a problem; below >= 0
 */
export function bootstrapRatio(
  above: Float64Array,
  below: Float64Array,
  { problems, draws, counts }: Resamples,
): BootstrapFigure {
  const units = below.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
  if (units === 0) return NONE;
  const value = sumOf(above) / sumOf(below);
  const ratios: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    let top = 0;
    let bottom = 0;
    for (let problem = 0; problem < problems; problem++) {
      const count = counts[draw * problems + problem] ?? NaN;
      top += count * (above[problem] ?? NaN);
      bottom += count * (below[problem] ?? NaN);
    }
    if (bottom > 0) ratios.push(top / bottom);
  }
  // One problem says nothing about others.
  if (units < 2 || ratios.length < 2) return { value, interval: null, p: null, problems: units };
  const interval = centralInterval(Float64Array.from(ratios), expandedTail(units, 1));
  return { value, interval, p: beyondZero(ratios), problems: units };
}

function beyondZero(draws: readonly number[]): number {
  const below = draws.filter((draw) => draw <= 0).length;
  const above = draws.filter((draw) => draw >= 0).length;
  return Math.min(1, (2 * (Math.min(below, above) + 1)) / (draws.length + 1));
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
