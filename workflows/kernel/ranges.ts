/** A set of shard indexes as sorted, disjoint, inclusive ranges: `[[0, 9999]]` is ten thousand shards in a few bytes. */

export type Range = readonly [from: number, to: number];
export type Ranges = readonly Range[];

/** The indexes 0 to count - 1. */
export function firstIndexes(count: number): Ranges {
  return count > 0 ? [[0, count - 1]] : [];
}

/** @param indexes each larger than the one before */
export function rangesOf(indexes: readonly number[]): Ranges {
  const ranges: [number, number][] = [];
  for (const index of indexes) {
    const last = ranges.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges;
}

export function sizeOf(ranges: Ranges): number {
  return ranges.reduce((size, [from, to]) => size + to - from + 1, 0);
}

/** Takes the `count` smallest indexes out. */
export function takeFirst(ranges: Ranges, count: number): { taken: number[]; rest: Ranges } {
  const taken: number[] = [];
  let rest = ranges;
  for (let head = rest[0]; head !== undefined && taken.length < count; head = rest[0]) {
    const [from, to] = head;
    taken.push(from);
    rest = from === to ? rest.slice(1) : [[from + 1, to], ...rest.slice(1)];
  }
  return { taken, rest };
}

/** Adds one index; what touches is joined. */
export function withIndex(ranges: Ranges, index: number): Ranges {
  return joined([...ranges, [index, index]], 1);
}

/**
 * At most `limit` ranges that hold all of `ranges`, and what lies in the smallest gaps between them. A cursor must
 * stay small; a shard that is launched once too often finds its cells settled and costs one empty activity.
 */
export function widened(ranges: Ranges, limit: number): Ranges {
  if (ranges.length <= limit) return ranges;
  const gaps = ranges.slice(1).map(([from], i) => from - (ranges[i]?.[1] ?? from));
  const closed = gaps.sort((a, b) => a - b)[ranges.length - limit - 1] ?? 1;
  return joined(ranges, closed);
}

/** Sorts, and joins ranges whose distance is at most `distance` (1: neighbours). */
function joined(ranges: Ranges, distance: number): Ranges {
  const result: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from - last[1] <= distance) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
