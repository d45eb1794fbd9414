/**
 * How long what is left will take, out of how it went: stretches of time with the cells that settled in each. The estimate is
 * the ratio of the two means; its range comes from how unequal the stretches were (Cochran 1977, sec. 6.4, for the ratio, and
 * as much again for the stretches to come).
 */
import { duration } from './figures.ts';

/** Milliseconds. */
export interface TimeLeft {
  readonly ms: number;
  readonly lowMs: number;
  readonly highMs: number;
}

/** Means and second moments of stretches, so far back as they count. */
export interface Stretches {
  readonly count: number;
  readonly meanMs: number;
  readonly meanCells: number;
  readonly varianceMs: number;
  readonly varianceCells: number;
  readonly covariance: number;
}

export const NO_STRETCHES: Stretches = {
  ...{ count: 0, meanMs: 0, meanCells: 0 },
  ...{ varianceMs: 0, varianceCells: 0, covariance: 0 },
};

/** Stretches that the means look back on: the first ones answer from the memo or warm up, and must be forgotten. */
const LOOK_BACK = 20;
/** However even it went until now, an endpoint may change its pace. A factor to both sides, as the two that follow. */
const LEAST = 1.1;
/** Where one stretch is all that is known. */
const UNKNOWN = 2;
/** What is wider says nothing. */
const WIDEST = 4;

/** The mean of all at first, an exponentially weighted one later. */
export function withStretch(before: Stretches, ms: number, cells: number): Stretches {
  const count = before.count + 1;
  const weight = Math.max(1 / count, 1 / LOOK_BACK);
  const [offMs, offCells] = [ms - before.meanMs, cells - before.meanCells];
  const moment = (old: number, product: number): number => (1 - weight) * (old + weight * product);
  return {
    count,
    meanMs: before.meanMs + weight * offMs,
    meanCells: before.meanCells + weight * offCells,
    varianceMs: moment(before.varianceMs, offMs ** 2),
    varianceCells: moment(before.varianceCells, offCells ** 2),
    covariance: moment(before.covariance, offMs * offCells),
  };
}

/** @returns undefined where nothing settled yet, so that nobody can say */
export function timeLeft(stretches: Stretches, cells: number): TimeLeft | undefined {
  const { count, meanMs, meanCells } = stretches;
  if (count === 0 || meanCells <= 0 || cells <= 0) return undefined;
  const toCome = cells / meanCells;
  const ms = toCome * meanMs;
  // On the scale of logarithms: a time is never below 0.
  const likely = count === 1 ? UNKNOWN : Math.exp(relativeHalfWidth(stretches, toCome));
  const factor = Math.min(WIDEST, Math.max(LEAST, likely));
  return { ms: Math.round(ms), lowMs: Math.round(ms / factor), highMs: Math.round(ms * factor) };
}

/** Of the time left, at about 90 % (tests/domain/time-left.test.ts): Student's quantile is 2 (1 + 2 / degrees of freedom), within a tenth. */
function relativeHalfWidth(stretches: Stretches, toCome: number): number {
  const { count, meanMs, meanCells, varianceMs, varianceCells, covariance } = stretches;
  const ratio = meanMs / meanCells;
  const effective = Math.min(count, 2 * LOOK_BACK - 1);
  const residual = Math.max(0, varianceMs - 2 * ratio * covariance + ratio ** 2 * varianceCells);
  const variance = (residual * effective) / (effective - 1);
  const quantile = 2 * (1 + 2 / (effective - 1));
  return (quantile * Math.sqrt(variance * (1 / effective + 1 / toCome))) / meanMs;
}

/** about 5 min (4 to 8 min) */
export function leftText({ ms, lowMs, highMs }: TimeLeft): string {
  const [low, high] = [duration(lowMs), duration(highMs)];
  if (low === high) return `about ${duration(ms)}`;
  const [amount, unit, ...more] = low.split(' ');
  const isShort = more.length === 0 && high.endsWith(` ${unit}`) && high.split(' ').length === 2;
  return `about ${duration(ms)} (${isShort ? amount : low} to ${high})`;
}
