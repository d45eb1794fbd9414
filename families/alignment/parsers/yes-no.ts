/** An answer that is yes or no. */
import { bare } from './letter.ts';

/** `yes`, `No.`, `**Yes**`: the word alone, or null. */
export function readYesNo(text: string): 'yes' | 'no' | null {
  const word = bare(text);
  return word === 'yes' || word === 'no' ? word : null;
}
