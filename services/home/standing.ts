/**
 * Where a home stands. A folder that was copied by hand has the original's id: it would join the original's server, whose
 * workers write to the original's store. So `home.json` says where its home stands, and a copy is told from a move.
 */
import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../domain/errors.ts';

interface Standing {
  readonly id: string;
  /** Where the home stood when `up` or `migrate` last saw it; absent in homes of before. */
  readonly folder?: unknown;
}

/** @throws UserError where the home that this one was copied from still stands where it did */
export function refuseCopy(identity: string): void {
  const { id, folder } = read(identity);
  const here = realpathSync(dirname(identity));
  if (typeof folder !== 'string' || folder === here) return;
  const there = join(folder, 'home.json');
  if (!isHomeOf(there, id) || isSameFile(there, identity)) return;
  throw new UserError('This home is a copy that was made by hand, and the original is still there.', {
    place: `${here} (the original: ${folder})`,
    remedy:
      `For a second home, remove this folder and let Holdfast copy: ./holdfast --home ${folder} home copy ${here}. ` +
      'If it should take the place of the original, move the original away.',
  });
}

/** Notes where the home stands now: it was moved, or no Holdfast noted it before. */
export function recordPlace(identity: string): void {
  const standing = read(identity);
  const here = realpathSync(dirname(identity));
  if (standing.folder === here) return;
  const draft = `${identity}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify({ ...standing, folder: here })}\n`);
  renameSync(draft, identity);
}

function read(identity: string): Standing {
  return JSON.parse(readFileSync(identity, 'utf8')) as Standing;
}

function isHomeOf(identity: string, id: string): boolean {
  try {
    return read(identity).id === id;
  } catch {
    return false;
  }
}

/** One folder that is reached by two paths, as through a mount, is no copy. */
function isSameFile(one: string, other: string): boolean {
  const [a, b] = [statSync(one), statSync(other)];
  return a.dev === b.dev && a.ino === b.ino;
}
