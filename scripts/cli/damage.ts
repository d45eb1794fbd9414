/** A damaged store, met half-way through a command, is no bug of ours. */
import { messageOf, type UserError } from '../../domain/errors.ts';
import { filesIn } from '../../services/home/home.ts';
import { homePlace } from '../../services/home/place.ts';
import { damagedStore, isDamage } from '../../services/store/damage.ts';

/** What the user is told, where SQLite found the file itself broken. */
export function ofDamage(error: unknown): UserError | undefined {
  if (!isDamage(error)) return undefined;
  return damagedStore(filesIn(homePlace().folder).storeFile, messageOf(error));
}
