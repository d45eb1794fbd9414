/** A second home out of a home, which may be in use; and a home in another place. */
import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { messageOf, UserError } from '../../domain/errors.ts';
import { isDiskFull } from '../store/full-disk.ts';
import { copyStore } from '../store/snapshots.ts';
import { filesIn, makeHome, newIdentity, type Home } from './home.ts';

/**
 * Store, blobs and reports under an id of its own. Temporal's database stays behind: its histories carry the other id.
 *
 * @throws UserError where there is something in the folder already, it lies in the home, or it cannot be written
 */
export function copyHome(home: Home, folder: string): Home {
  refuseTaken(home, folder);
  makeFolder(folder, 0o700);
  const files = filesIn(folder);
  try {
    // The store first: a row that names a blob comes after the blob, so that every blob it names is there to be copied.
    copyStore(home.storeFile, files.storeFile);
    const drafts = (path: string): boolean => !/\.draft-[0-9a-f-]+$|\.part$/.test(path);
    for (const name of ['blobs', 'reports'] as const)
      // What a link leads to belongs to the copy, not the link: a backup that leads back to the original is none.
      if (existsSync(home[name]))
        cpSync(home[name], files[name], { recursive: true, dereference: true, filter: drafts });
    syncTree(folder);
    // Last: without it the folder is no home.
    writeFileSync(join(folder, 'home.json'), `${JSON.stringify(newIdentity(folder))}\n`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw ofFolder(error, folder);
  }
  return makeHome(folder);
}

/**
 * The whole folder. Nobody may have it open.
 *
 * @throws UserError where there is something in the folder already, it lies in the home, or it cannot be written
 */
export function moveHome(home: Home, folder: string): Home {
  refuseTaken(home, folder);
  makeFolder(dirname(folder));
  try {
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(home.folder, folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw ofFolder(error, folder);
    moveAcross(home.folder, folder);
  }
  return makeHome(folder);
}

/**
 * To another disk: the original goes when all of it is there, through a loss of power too; its identity first, so that never two
 * are the same home.
 */
function moveAcross(from: string, to: string): void {
  try {
    cpSync(from, to, { recursive: true, preserveTimestamps: true });
    syncTree(to);
    sync(dirname(to));
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    throw ofFolder(error, to);
  }
  rmSync(join(from, 'home.json'));
  rmSync(from, { recursive: true });
}

/** Waits for the disk: every file in the folder, and every folder's list of them. */
function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) sync(path);
  }
  sync(folder);
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function makeFolder(folder: string, mode = 0o777): void {
  try {
    mkdirSync(folder, { recursive: true, mode });
  } catch (error) {
    throw ofFolder(error, folder);
  }
}

/** What the system said of a folder that the user named, as an error with its place. What has no system's code is a bug. */
function ofFolder(error: unknown, folder: string): unknown {
  if (isDiskFull(error)) {
    return new UserError('There is no room for the home here; the original is as it was.', {
      place: folder,
      remedy: 'Make room there, or name a folder on another disk.',
    });
  }
  if (typeof (error as NodeJS.ErrnoException).errno !== 'number') return error;
  return new UserError(`The home cannot be written here: ${messageOf(error)}.`, {
    place: folder,
    remedy: 'Name a folder that you may make. The original is as it was.',
  });
}

function refuseTaken(home: Home, folder: string): void {
  if (isIn(folder, home.folder)) {
    throw new UserError('A home cannot lie in itself.', {
      place: folder,
      remedy: 'Name a folder elsewhere.',
    });
  }
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new UserError('This is a file, and a home is a folder.', {
      place: folder,
      remedy: 'Name a folder that is not there yet.',
    });
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new UserError('There is something in this folder already; it was left as it is.', {
      place: folder,
      remedy: 'Name one that is not there yet.',
    });
  }
}

function isIn(folder: string, home: string): boolean {
  const way = relative(home, folder);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
