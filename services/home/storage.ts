/** The store and blobs of a home, as its configuration says. */
import type { Blobs, Store } from '../../domain/store.ts';
import { openBlobs } from '../store/blobs.ts';
import { openStore } from '../store/open.ts';
import type { Config } from './config.ts';
import type { Home } from './home.ts';

/** @throws UserError where the store has another version: only `up` and `migrate` migrate */
export async function openStorage(
  home: Home,
  config: Config,
  mode: 'migrate' | 'open',
): Promise<{ readonly store: Store; readonly blobs: Blobs }> {
  const blobs = openBlobs(home.blobs);
  const where =
    config.databaseUrl === undefined
      ? { path: home.storeFile, synchronous: config.synchronous }
      : { url: config.databaseUrl };
  return { store: await openStore({ ...where, mode, blobs }), blobs };
}
