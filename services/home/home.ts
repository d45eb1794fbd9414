/** The home folder: an id, the store, blobs, Temporal's database, reports, logs. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import type { HomeId } from '../../domain/experiment.ts';
import { homePlace } from './place.ts';
import { recordPlace, refuseCopy } from './standing.ts';

/** Raised when the layout of the folder changes. */
const HOME_VERSION = 1;

export interface Home {
  readonly id: HomeId;
  readonly folder: string;
  readonly storeFile: string;
  readonly blobs: string;
  readonly temporalDatabase: string;
  readonly reports: string;
  readonly logs: string;
  /** What each running worker process says of itself. */
  readonly workers: string;
  /** What the running `holdfast up` tells other commands. */
  readonly upFile: string;
}

/** Whether there is a home in the folder. */
export function hasHome(folder: string = homePlace().folder): boolean {
  return existsSync(identityIn(folder));
}

/**
 * Makes a home where there is none, and opens it.
 *
 * @throws UserError where the folder is another program's or another version's; nothing is written then
 */
export function makeHome(folder: string = homePlace().folder): Home {
  if (!hasHome(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const identity = newIdentity(folder);
    try {
      // Two commands may make a home at the same moment: the first one's id stands.
      writeFileSync(identityIn(folder), `${JSON.stringify(identity)}\n`, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  const home = openHome(folder);
  recordPlace(identityIn(folder));
  return home;
}

/** What `home.json` of a new home says. */
export function newIdentity(folder: string): { id: string; version: number; folder: string } {
  return { id: randomBytes(4).toString('hex'), version: HOME_VERSION, folder: realpathSync(folder) };
}

/**
 * Opens the home in the folder. Makes none.
 *
 * @throws UserError where there is none, or another program's or another version's, or a copy that was made by hand
 */
export function openHome(folder: string = homePlace().folder): Home {
  if (!hasHome(folder)) {
    throw new UserError('There is no home yet.', {
      place: folder,
      remedy:
        'Start it in another terminal: ./holdfast up (it makes the home). --home, HOLDFAST_HOME or a holdfast.toml ' +
        'above your folder say where another one is.',
    });
  }
  const home = { id: readIdentity(identityIn(folder)), ...filesIn(folder) };
  refuseCopy(identityIn(folder));
  return home;
}

/** Where the files of a home are, whether or not it is there. */
export function filesIn(folder: string): Omit<Home, 'id'> {
  return {
    folder,
    storeFile: join(folder, 'store.sqlite'),
    blobs: join(folder, 'blobs'),
    temporalDatabase: join(folder, 'temporal.sqlite'),
    reports: join(folder, 'reports'),
    logs: join(folder, 'logs'),
    workers: join(folder, 'workers'),
    upFile: join(folder, 'up.json'),
  };
}

function identityIn(folder: string): string {
  return join(folder, 'home.json');
}

function readIdentity(file: string): HomeId {
  const remedy = `Set HOLDFAST_HOME to another folder, or move this one away.`;
  let identity: unknown;
  try {
    identity = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UserError('This is no Holdfast home: its home.json cannot be read.', { place: file, remedy });
  }
  if (typeof identity !== 'object' || identity === null || !('id' in identity) || !('version' in identity)) {
    throw new UserError('This is no Holdfast home: its home.json has no id and version.', {
      place: file,
      remedy,
    });
  }
  if (identity.version !== HOME_VERSION) {
    throw new UserError(
      `This home has layout version ${String(identity.version)}; this Holdfast knows version ${HOME_VERSION}.`,
      {
        place: file,
        remedy: `Use the Holdfast version that made it, or set HOLDFAST_HOME to another folder.`,
      },
    );
  }
  if (typeof identity.id !== 'string' || !/^[0-9a-f]{8}$/.test(identity.id)) {
    throw new UserError('The id in home.json is not one of ours.', { place: file, remedy });
  }
  return identity.id as HomeId;
}
