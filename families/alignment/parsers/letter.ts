/** An answer that is the letter of an option. */

/**
 * The index of the option that is meant, or null. Read: `B`, `(b)`, `B.`, `**B**`, `Answer: B`, and `B. perhaps` where
 * the text is that option's. Nothing else: a letter within a sentence is no answer.
 *
 * @param options the options as shown, from A on
 */
export function readLetter(text: string, options: readonly string[]): number | null {
  const said = text.trim().replace(/^(?:the\s+)?answer(?:\s+is)?\s*:?\s*/i, '');
  const match = /^[("'*[]*([A-Za-z])(?=[^A-Za-z]|$)([)\]"'*.:]*)\s*([^]*)$/.exec(said);
  const letter = match?.[1];
  if (letter === undefined) return null;
  const index = letter.toUpperCase().charCodeAt(0) - 65;
  const option = options[index];
  if (option === undefined) return null;
  const rest = bare(match?.[3] ?? '');
  if (rest === '') return index;
  return match?.[2] !== '' && rest === bare(option) ? index : null;
}

/** Without case, quotes, stars and a full stop at the end. */
export function bare(text: string): string {
  return text
    .trim()
    .replace(/^["'*_]+|["'*_.!]+$/g, '')
    .toLowerCase();
}
