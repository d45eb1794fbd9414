/** Long lists a few thousand entries at a time. */

const BATCH = 4096;

/** What these entries come to, in lists of at most 4,096. */
export function* batched<T, R>(entries: Iterable<T>, of: (entry: T) => R): Generator<readonly R[]> {
  let batch: R[] = [];
  for (const entry of entries) {
    batch.push(of(entry));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
