/** Flags that take a whole number. */
import { UserError } from '../../domain/errors.ts';

/** @throws UserError naming the flag */
export function whole(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UserError(`--${flag} ${text} is no whole number of at least ${least}.`);
}
