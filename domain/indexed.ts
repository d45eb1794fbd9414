/** Long lists that are told by arithmetic instead of held: fifteen million entries cost no memory. */

/** A length, and the entry at each index from 0 on; undefined beyond it. An array is one. */
export interface Indexed<T> extends Iterable<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

/** @param at tells the entry at 0 to length - 1, the same every time */
export function indexed<T>(length: number, at: (index: number) => T): Indexed<T> {
  return {
    length,
    at: (index) => (index >= 0 && index < length ? at(index) : undefined),
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) yield at(index);
    },
  };
}

/** One after the other, as one list. */
export function joined<T>(parts: readonly Indexed<T>[]): Indexed<T> {
  const { total, find } = stretches(parts.map(({ length }) => length));
  return indexed(total, (index) => {
    const { stretch, offset } = find(index);
    return parts[stretch]?.at(offset) as T;
  });
}

/** The entries from one index to before another, as an array. */
export function slice<T>(list: Indexed<T>, from: number, to: number): T[] {
  return Array.from(
    { length: Math.max(0, Math.min(to, list.length) - from) },
    (_, i) => list.at(from + i) as T,
  );
}

/**
 * All entries of a list of at most `most`; of a longer one as many, spread over it evenly whatever period its order has
 * (multiples of the golden ratio, Weyl's sequence).
 */
export function spread<T>(list: Indexed<T>, most: number): Indexed<T> {
  if (list.length <= most) return list;
  return indexed(most, (i) => list.at(Math.floor((((i + 0.5) * GOLDEN) % 1) * list.length)) as T);
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Stretches of these lengths, one after the other: which of them an index falls into, and where in it. */
export function stretches(lengths: ArrayLike<number>): {
  readonly total: number;
  readonly find: (index: number) => { readonly stretch: number; readonly offset: number };
} {
  // Doubles: there may be more entries than 32 bits count.
  const ends = new Float64Array(lengths.length);
  let total = 0;
  for (let i = 0; i < lengths.length; i++) ends[i] = total += lengths[i] as number;
  return {
    total,
    find(index) {
      let [low, high] = [0, ends.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle] as number) > index) high = middle;
        else low = middle + 1;
      }
      return { stretch: low, offset: index - (low === 0 ? 0 : (ends[low - 1] as number)) };
    },
  };
}
