/** A damaged store, a full disk or a path that cannot be used, met half-way through a command, is no bug of ours. */
import { messageOf, UserError } from '../../domain/errors.ts';
import { filesIn } from '../../services/home/home.ts';
import { homePlace } from '../../services/home/place.ts';
import { isDiskFull } from '../../services/store/full-disk.ts';
import { damagedStore, isDamage } from '../../services/store/damage.ts';

/** What the system refuses to do with a path, which the user named or somebody changed. */
const REFUSED: Readonly<Record<string, string>> = {
  EACCES: 'This may not be read or written by you.',
  EPERM: 'This may not be changed by you.',
  EROFS: 'This lies on a disk that is read only.',
  ENOTDIR: 'There is a file on the way, where a folder would have to be.',
  EEXIST: 'This is there already, and is no folder.',
  EISDIR: 'This is a folder, and a file is wanted.',
};

/** What the user is told, where the file itself is broken or cannot grow. */
export function ofDamage(error: unknown): UserError | undefined {
  if (isDiskFull(error)) {
    return new UserError('the disk is full', {
      place: homePlace().folder,
      remedy: 'Make room there, and try again. What running workers could not write is held meanwhile.',
    });
  }
  if (!isDamage(error)) return ofPath(error);
  return damagedStore(filesIn(homePlace().folder).storeFile, messageOf(error));
}

function ofPath(error: unknown): UserError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code = '', path } = error as NodeJS.ErrnoException;
  const what = REFUSED[code];
  if (what === undefined || path === undefined) return undefined;
  return new UserError(what, { place: path, remedy: 'Name another path, or mend that one.' });
}
