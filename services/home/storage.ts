/** The store and blobs of a home, as its configuration says. */
import { dirname, join } from 'node:path';
import { addressOf } from '../../domain/completion.ts';
import type { Blobs, Store } from '../../domain/store.ts';
import { NoStore } from '../store/check-fits.ts';
import { openBlobs } from '../store/blobs.ts';
import { openStore } from '../store/open.ts';
import type { Config } from './config.ts';
import type { Home } from './home.ts';

/** Where the store and blobs of a home are. */
type Places = Pick<Home, 'storeFile' | 'blobs'>;

/** @throws UserError where the store has another version: only `up` and `migrate` migrate */
export async function openStorage(
  home: Places,
  config: Config,
  mode: 'migrate' | 'open',
  holdWhileFull = false,
): Promise<{ readonly store: Store; readonly blobs: Blobs }> {
  const blobs = openBlobs(home.blobs);
  const where =
    config.databaseUrl === undefined
      ? { path: home.storeFile, synchronous: config.synchronous }
      : { url: config.databaseUrl };
  const addresses = new Map(
    [...config.endpoints].flatMap(([name, endpoint]) => {
      const address = addressOf(endpoint);
      return address === undefined ? [] : [[name, address] as const];
    }),
  );
  const sentFolder = join(dirname(home.storeFile), 'sent');
  return { store: await openStore({ ...where, mode, addresses, blobs, sentFolder, holdWhileFull }), blobs };
}

/** As `openStorage` with `open`, but the store is undefined where there is none yet; none is made. */
export async function openStorageIfThere(
  home: Places,
  config: Config,
): Promise<{ readonly store: Store | undefined; readonly blobs: Blobs }> {
  try {
    return await openStorage(home, config, 'open');
  } catch (error) {
    if (error instanceof NoStore) return { store: undefined, blobs: openBlobs(home.blobs) };
    throw error;
  }
}
