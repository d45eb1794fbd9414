/**
 * SHA-256 that works in the workflow sandbox too, where there is no `node:crypto`: seeds and identities are derived from it.
 * For short texts; files are hashed by `services/store/`.
 */
import { sha256 } from '@noble/hashes/sha2.js';

/** The SHA-256 of a text's UTF-8 bytes as 64 lower-case hexadecimal digits; a lone surrogate counts as U+FFFD. */
export function sha256Hex(text: string): string {
  let digits = '';
  for (const byte of digest(text)) digits += HEX[byte];
  return digits;
}

/** The SHA-256 of a text's UTF-8 bytes as eight 32-bit words. */
export function sha256Words(text: string): Uint32Array {
  const bytes = digest(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: 8 }, (_, word) => view.getUint32(4 * word));
}

function digest(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
