/** The home in use, where its store is a file that is there. */
import { existsSync } from 'node:fs';
import { UserError } from '../../domain/errors.ts';
import { readConfig } from '../../services/home/config.ts';
import type { Home } from '../../services/home/home.ts';
import { homeInUse } from './home.ts';

/** @throws UserError where it is in PostgreSQL, or there is none yet */
export function homeWithFile(): Home {
  const home = homeInUse();
  if (readConfig().databaseUrl !== undefined) {
    throw new UserError('the store of this home is in PostgreSQL', {
      remedy: "PostgreSQL's own tools check and copy it: docs/how-to/postgresql.md.",
    });
  }
  if (!existsSync(home.storeFile)) {
    throw new UserError('there is no store here yet', {
      place: home.storeFile,
      remedy: 'Start it in another terminal: ./holdfast up (it makes the store).',
    });
  }
  return home;
}
