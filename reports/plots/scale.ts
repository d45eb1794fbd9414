/** Ranges of axes, worked out here so that marks can be cut to them and labels placed beside them. */
import type { Interval } from '../numbers.ts';

export type Range = readonly [low: number, high: number];

/**
 * The range of the values and of their intervals, with 4 % of room on both sides. An interval may widen the range of the
 * values by half of it on either side and no more, so that one hopeless item does not flatten all others.
 */
export function rangeOf(values: readonly number[], intervals: readonly Interval[] = []): Range {
  if (values.length === 0) return [-1, 1];
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const spread = Math.max(high - low, 1e-9);
  const reach = Math.max(spread / 2, 0.5);
  const bounds = intervals.filter((interval) => interval !== null);
  const lowest = bounds.reduce((least, bound) => Math.min(least, Math.max(bound[0], low - reach)), low);
  const highest = bounds.reduce((most, bound) => Math.max(most, Math.min(bound[1], high + reach)), high);
  const room = Math.max((highest - lowest) * 0.04, 0.05);
  return [lowest - room, highest + room];
}

/** The part of an interval inside the range; null when none is. */
export function cut(interval: Interval, range: Range): Interval {
  if (interval === null) return null;
  const low = Math.max(interval[0], range[0]);
  const high = Math.min(interval[1], range[1]);
  return low <= high ? [low, high] : null;
}

/** Where a value stands on an axis of so many pixels, from its low end. */
export function pixel(value: number, range: Range, length: number): number {
  return ((value - range[0]) / (range[1] - range[0])) * length;
}
