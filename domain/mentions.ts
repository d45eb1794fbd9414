/** Whether a text mentions somebody: an id inside a longer one is another id. */

/** Whether one of the words stands in the text, and not as a part of a longer word or number. */
export function mentions(text: string, words: Iterable<string>): boolean {
  for (const word of words) {
    if (word === '') continue;
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
      if (!isWord(text.charAt(at - 1)) && !isWord(text.charAt(at + word.length))) return true;
  }
  return false;
}

function isWord(sign: string): boolean {
  return /[\p{L}\p{N}]/u.test(sign);
}
