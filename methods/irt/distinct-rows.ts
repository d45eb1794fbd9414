/** Which rows of a byte matrix are the same. */
export interface DistinctRows {
  /** For each row the number of its class, counted by first appearance. */
  readonly classOf: Int32Array;
  /** The first row of each class. */
  readonly first: Int32Array;
}

/** Groups equal rows: by hash, then byte by byte, so that a collision costs time and nothing else. */
export function distinctRows(codes: Uint8Array, rows: number, columns: number): DistinctRows {
  const classOf = new Int32Array(rows);
  const first: number[] = [];
  const nextWithHash: number[] = [];
  const byHash = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    const hash = hashRow(codes, row * columns, columns);
    const known = byHash.get(hash) ?? -1;
    let found = known;
    while (found >= 0 && !sameRow(codes, (first[found] ?? NaN) * columns, row * columns, columns)) {
      found = nextWithHash[found] ?? NaN;
    }
    if (found < 0) {
      found = first.length;
      first.push(row);
      nextWithHash.push(known);
      byHash.set(hash, found);
    }
    classOf[row] = found;
  }
  return { classOf, first: Int32Array.from(first) };
}

/** FNV-1a. */
function hashRow(codes: Uint8Array, from: number, columns: number): number {
  let hash = 0x811c9dc5;
  for (let k = from; k < from + columns; k++) hash = Math.imul(hash ^ (codes[k] ?? NaN), 0x01000193);
  return hash;
}

function sameRow(codes: Uint8Array, one: number, other: number, columns: number): boolean {
  for (let k = 0; k < columns; k++) if (codes[one + k] !== codes[other + k]) return false;
  return true;
}
