/**
 * Sums over the items of many sets at once. Where each person met items of their own there are as many sets as persons; items
 * are taken eight together, each combination of eight that occurs is summed once, and a set is a sum of combinations: an
 * eighth of the additions, or fewer ("the method of four Russians", Arlazarov, Dinic, Kronrod and Faradzhev 1970).
 */

/** Items that are taken together: 2^8 combinations at most. */
const TOGETHER = 8;

/** Which combinations of eight items occur, and of which each set is made. */
export interface ItemSets {
  readonly items: number;
  readonly parts: readonly Part[];
}

interface Part {
  /** Of the eight. */
  readonly firstItem: number;
  /** The combinations that occur: bit k stands for the item `firstItem + k`. */
  readonly masks: Uint8Array;
  /** For each set the place of its combination among the masks; -1 where it has none of these items. */
  readonly placeOf: Int16Array;
}

/** @param lists the items of each set, without repetition */
export function itemSets(lists: readonly Int32Array[], items: number): ItemSets {
  const parts = Array.from({ length: Math.ceil(items / TOGETHER) }, (_, part) => ({
    firstItem: part * TOGETHER,
    maskOf: new Uint8Array(lists.length),
  }));
  lists.forEach((list, set) => {
    for (const item of list) {
      const { maskOf } = parts[Math.floor(item / TOGETHER)] as { maskOf: Uint8Array };
      maskOf[set] = (maskOf[set] ?? NaN) | (1 << (item % TOGETHER));
    }
  });
  return {
    items,
    parts: parts.map(({ firstItem, maskOf }) => {
      const masks = Uint8Array.from(new Set(maskOf.filter((mask) => mask !== 0)));
      const places = new Int16Array(1 << TOGETHER).fill(-1);
      masks.forEach((mask, place) => (places[mask] = place));
      return { firstItem, masks, placeOf: Int16Array.from(maskOf, (mask) => places[mask] ?? NaN) };
    }),
  };
}

/** A table of rows of nodes, one a combination of each part. */
export class SetSums {
  readonly #sets: ItemSets;
  readonly #nodes: number;
  readonly #tables: readonly Float64Array[];

  constructor(sets: ItemSets, nodes: number) {
    this.#sets = sets;
    this.#nodes = nodes;
    this.#tables = sets.parts.map(({ masks }) => new Float64Array(masks.length * nodes));
  }

  /** Sums the rows of the items over every combination. @param rows items * nodes */
  load(rows: Float64Array): void {
    const nodes = this.#nodes;
    this.clear();
    this.#forEachMember((table, place, item) => {
      for (let q = 0, into = place * nodes, from = item * nodes; q < nodes; q++, into++, from++)
        table[into] = (table[into] ?? NaN) + (rows[from] ?? NaN);
    });
  }

  /** Takes the sum of the rows of a set's items from `out`. */
  subtract(set: number, out: Float64Array): void {
    const nodes = this.#nodes;
    const { parts } = this.#sets;
    for (let k = 0; k < parts.length; k++) {
      const place = (parts[k] as Part).placeOf[set] ?? NaN;
      if (place < 0) continue;
      const table = this.#tables[k] as Float64Array;
      for (let q = 0, at = place * nodes; q < nodes; q++, at++) out[q] = (out[q] ?? NaN) - (table[at] ?? NaN);
    }
  }

  clear(): void {
    for (const table of this.#tables) table.fill(0);
  }

  /** Adds `values` from node `low` to `high`, inclusive, to each item of a set: seen by `collect`. */
  add(set: number, values: Float64Array, low: number, high: number): void {
    const { parts } = this.#sets;
    for (let k = 0; k < parts.length; k++) {
      const place = (parts[k] as Part).placeOf[set] ?? NaN;
      if (place < 0) continue;
      const table = this.#tables[k] as Float64Array;
      for (let q = low, at = place * this.#nodes + low; q <= high; q++, at++)
        table[at] = (table[at] ?? NaN) + (values[q] ?? NaN);
    }
  }

  /** What was added to each item since `clear`. @param out items * nodes, overwritten */
  collect(out: Float64Array): void {
    const nodes = this.#nodes;
    out.fill(0);
    this.#forEachMember((table, place, item) => {
      for (let q = 0, into = item * nodes, from = place * nodes; q < nodes; q++, into++, from++)
        out[into] = (out[into] ?? NaN) + (table[from] ?? NaN);
    });
  }

  #forEachMember(visit: (table: Float64Array, place: number, item: number) => void): void {
    this.#sets.parts.forEach(({ firstItem, masks }, k) => {
      const table = this.#tables[k] as Float64Array;
      masks.forEach((mask, place) => {
        for (let bit = 0; bit < TOGETHER; bit++) if ((mask >> bit) & 1) visit(table, place, firstItem + bit);
      });
    });
  }
}
