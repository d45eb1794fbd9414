/** Two lists without order. */

/**
 * Whether the items of two lists can be paired off, each with one of its own, so that all pairs match. A tolerance
 * makes "match" no equivalence, so pairs are found by augmenting paths (Kuhn 1955), not by sorting.
 */
export function matchesAll<A, B>(
  ones: readonly A[],
  others: readonly B[],
  matches: (one: A, other: B) => boolean,
): boolean {
  if (ones.length !== others.length) return false;
  const table = ones.map((one) => others.map((other) => matches(one, other)));
  const partner = new Array<number>(others.length).fill(-1);
  return ones.every((_, row) => augment(table, partner, row, new Set()));
}

function augment(
  table: readonly (readonly boolean[])[],
  partner: number[],
  row: number,
  seen: Set<number>,
): boolean {
  const matching = table[row] ?? [];
  for (const [column, match] of matching.entries()) {
    if (!match || seen.has(column)) continue;
    seen.add(column);
    const taken = partner[column] ?? -1;
    if (taken < 0 || augment(table, partner, taken, seen)) {
      partner[column] = row;
      return true;
    }
  }
  return false;
}
