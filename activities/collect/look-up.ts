/** Questions to the memo: many at a time, each under the key where its question is answered now. */
import type { Sha256 } from '../../domain/experiment.ts';
import type { Store } from '../../domain/store.ts';
import { batched } from './batched.ts';

const LOOK_UP = { windowMs: 5, largest: 1024 };

export interface LookedUp<T> {
  /** The key asked for, or the one that follows where that answer was set aside. */
  readonly key: Sha256;
  readonly found: T | undefined;
}

/** @param read what the store has under these keys */
export function memoLookUp<T>(
  store: Pick<Store, 'currentKeys'>,
  read: (keys: readonly Sha256[]) => Promise<ReadonlyMap<Sha256, T>>,
): (asked: Sha256) => Promise<LookedUp<T>> {
  return batched<Sha256, LookedUp<T>>(LOOK_UP, async (entries) => {
    const keys = await store.currentKeys(entries.map(({ item }) => item));
    const rows = await read([...keys.values()]);
    for (const { item, resolve } of entries) {
      const key = keys.get(item) ?? item;
      resolve({ key, found: rows.get(key) });
    }
  });
}
