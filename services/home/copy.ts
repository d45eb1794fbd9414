/** A second home out of a home, which may be in use; and a home in another place. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import { copyStore } from '../store/snapshots.ts';
import { filesIn, makeHome, newIdentity, type Home } from './home.ts';

/**
 * Store, blobs and reports under an id of its own. Temporal's database stays behind: its histories carry the other id.
 *
 * @throws UserError where there is something in the folder already, or it lies in the home
 */
export function copyHome(home: Home, folder: string): Home {
  refuseTaken(home, folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = filesIn(folder);
  try {
    // The store first: a row that names a blob comes after the blob, so that every blob it names is there to be copied.
    copyStore(home.storeFile, files.storeFile);
    const drafts = (path: string): boolean => !/\.draft-[0-9a-f-]+$|\.part$/.test(path);
    for (const name of ['blobs', 'reports'] as const)
      if (existsSync(home[name])) cpSync(home[name], files[name], { recursive: true, filter: drafts });
    // Last: without it the folder is no home.
    writeFileSync(join(folder, 'home.json'), `${JSON.stringify(newIdentity(folder))}\n`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return makeHome(folder);
}

/**
 * The whole folder. Nobody may have it open.
 *
 * @throws UserError where there is something in the folder already, or it lies in the home
 */
export function moveHome(home: Home, folder: string): Home {
  refuseTaken(home, folder);
  mkdirSync(dirname(folder), { recursive: true });
  if (existsSync(folder)) rmdirSync(folder);
  try {
    renameSync(home.folder, folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    moveAcross(home.folder, folder);
  }
  return makeHome(folder);
}

/** To another disk: the original goes when all of it is there, its identity first, so that never two are the same home. */
function moveAcross(from: string, to: string): void {
  try {
    cpSync(from, to, { recursive: true, preserveTimestamps: true });
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    throw error;
  }
  rmSync(join(from, 'home.json'));
  rmSync(from, { recursive: true });
}

function refuseTaken(home: Home, folder: string): void {
  if (!relative(home.folder, folder).startsWith('..')) {
    throw new UserError('A home cannot lie in itself.', {
      place: folder,
      remedy: 'Name a folder elsewhere.',
    });
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new UserError('There is something in this folder already; it was left as it is.', {
      place: folder,
      remedy: 'Name one that is not there yet.',
    });
  }
}
