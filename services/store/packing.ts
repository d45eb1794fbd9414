/**
 * The texts of an answer in a quarter of their bytes: raw DEFLATE with a dictionary of what Holdfast's own questions and answers say over
 * and over. Nothing of a study is in the dictionary, so each row is read by itself, and what is deleted is gone.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Frozen: stores hold what was packed with it. Another one gets another mark, and this one stays. */
const DICTIONARY = readFileSync(join(import.meta.dirname, 'packing-dictionary.txt'));
const MARK = Uint8Array.of(1);

/** What stands between texts: JSON never holds it. */
const BETWEEN = '\0';

/** @throws RangeError for a text that holds U+0000 */
export function pack(texts: readonly string[]): Uint8Array {
  if (texts.some((text) => text.includes(BETWEEN))) throw new RangeError('a text to be packed holds U+0000');
  const packed = deflateRawSync(texts.join(BETWEEN), { dictionary: DICTIONARY });
  return Buffer.concat([MARK, packed]);
}

/** @throws RangeError for bytes that this version has not packed */
export function unpack(packed: Uint8Array): string[] {
  if (packed[0] !== MARK[0])
    throw new RangeError(`texts are packed in a way (${packed[0]}) that is not known`);
  return inflateRawSync(packed.subarray(1), { dictionary: DICTIONARY }).toString().split(BETWEEN);
}
