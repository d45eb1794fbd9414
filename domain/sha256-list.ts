/** The hash of a list that is too long to be one text. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from './json.ts';

/** The SHA-256 of the canonical JSON of a list, without its text ever being there whole. */
export function sha256OfList(entries: Iterable<Json>): string {
  const hash = sha256.create();
  const encoder = new TextEncoder();
  let between = '[';
  for (const entry of entries) {
    hash.update(encoder.encode(between + canonicalJson(entry)));
    between = ',';
  }
  hash.update(encoder.encode(between === '[' ? '[]' : ']'));
  return bytesToHex(hash.digest());
}
