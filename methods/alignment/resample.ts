/** What a bootstrap draw resamples: units with replacement, counted. */
import type { RandomStream } from '../../domain/seeds.ts';

/** How often each of `units` was drawn in `units` draws with replacement. */
export function drawCounts(stream: RandomStream, units: number): Uint16Array {
  const counts = new Uint16Array(units);
  for (let k = 0; k < units; k++) {
    const unit = stream.integer(units);
    counts[unit] = (counts[unit] ?? NaN) + 1;
  }
  return counts;
}

/** Names to integers, in the order of the sorted names: the same set of names is always numbered the same way. */
export function indexNames(labels: readonly string[]): {
  readonly of: Int32Array;
  readonly names: readonly string[];
} {
  const names = [...new Set(labels)].sort();
  const index = new Map(names.map((name, k) => [name, k]));
  return { of: Int32Array.from(labels, (label) => index.get(label) ?? -1), names };
}
