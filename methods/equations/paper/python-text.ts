/** Python's notions of letters and blanks, which the released rules are made of. */

/** `str.strip()`: unlike JavaScript's `trim`, U+001C to U+001F and U+0085 are blanks and U+FEFF is none. */
export function strip(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/** `str.isspace()` of one UTF-16 unit; no blank lies above U+FFFF. */
function isBlank(code: number): boolean {
  if ((code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x20)) return true;
  if (code === 0x85 || code === 0xa0 || code === 0x1680) return true;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

/** `str.isalpha()`: letters of any script, at least one. */
export function isAlpha(text: string): boolean {
  return /^\p{L}+$/u.test(text);
}

/** `len(text)`: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
