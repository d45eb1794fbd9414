/** A damaged store or a full disk, met half-way through a command, is no bug of ours. */
import { messageOf, UserError } from '../../domain/errors.ts';
import { filesIn } from '../../services/home/home.ts';
import { homePlace } from '../../services/home/place.ts';
import { isDiskFull } from '../../services/store/full-disk.ts';
import { damagedStore, isDamage } from '../../services/store/damage.ts';

/** What the user is told, where the file itself is broken or cannot grow. */
export function ofDamage(error: unknown): UserError | undefined {
  if (isDiskFull(error)) {
    return new UserError('the disk is full', {
      place: homePlace().folder,
      remedy: 'Make room there, and try again. What running workers could not write is held meanwhile.',
    });
  }
  if (!isDamage(error)) return undefined;
  return damagedStore(filesIn(homePlace().folder).storeFile, messageOf(error));
}
