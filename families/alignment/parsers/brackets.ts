/** An answer that stands in double brackets at the end of an explanation. */

/** What stands in [[double brackets]], or null where nothing does or two different things do. */
export function readBrackets(text: string): string | null {
  const found = new Set([...text.matchAll(/\[\[([^[\]]*)\]\]/g)].map((match) => (match[1] ?? '').trim()));
  const [only] = found;
  return found.size === 1 && only !== undefined && only !== '' ? only : null;
}
