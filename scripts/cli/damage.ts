/** A damaged store, a full disk or what the system refuses, met half-way through a command, is no bug of ours. */
import { messageOf, UserError } from '../../domain/errors.ts';
import { filesIn } from '../../services/home/home.ts';
import { homePlace } from '../../services/home/place.ts';
import { isDiskFull } from '../../services/store/full-disk.ts';
import { damagedStore, isDamage } from '../../services/store/damage.ts';
import { ofSystem } from './system-errors.ts';

/** What the user is told, where a file is broken, cannot grow, or is refused; undefined for what may be a bug. */
export function ofDamage(error: unknown): UserError | undefined {
  if (isDiskFull(error)) {
    return new UserError('the disk is full', {
      place: homePlace().folder,
      remedy: 'Make room there, and try again. What running workers could not write is held meanwhile.',
    });
  }
  if (!isDamage(error)) return ofSystem(error);
  return damagedStore(filesIn(homePlace().folder).storeFile, messageOf(error));
}
