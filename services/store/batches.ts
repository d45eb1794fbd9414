/**
 * Long lists in statements of few shapes. A statement's text depends on how many rows or keys it has; in sizes that
 * are powers of two there are few texts, and each is prepared once.
 */

/** Cuts rows into runs of at most `largest` (a power of two), each as long as a power of two. */
export function* powersOfTwo<T>(rows: readonly T[], largest = 128): Generator<readonly T[]> {
  let start = 0;
  for (let size = largest; start < rows.length; size /= 2) {
    for (; rows.length - start >= size; start += size) yield rows.slice(start, start + size);
  }
}

/** Cuts keys for `in (...)`: each run is filled up to a power of two by repeating its last key. */
export function* keyLists<T>(keys: Iterable<T>, largest = 512): Generator<readonly T[]> {
  const distinct = [...new Set(keys)];
  for (let start = 0; start < distinct.length; start += largest) {
    const run = distinct.slice(start, start + largest);
    const last = run.at(-1);
    if (last === undefined) return;
    const size = 2 ** Math.ceil(Math.log2(run.length));
    while (run.length < size) run.push(last);
    yield run;
  }
}
