/** The word that somebody likely meant, out of those that there are. */

/** The word that takes the fewest changes, where they are few. */
export function likeliest(word: string, words: readonly string[]): string | undefined {
  const near = words
    .map((candidate) => ({ candidate, changes: changesBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes)[0];
  const most = Math.min(word.length - 1, Math.max(1, Math.floor(word.length / 3)));
  return near !== undefined && near.changes <= most ? near.candidate : undefined;
}

/** `; did you mean 'population'?`, or nothing where no word is near. */
export function didYouMean(word: string, words: readonly string[]): string {
  const likely = likeliest(word, words);
  return likely === undefined ? '' : `; did you mean '${likely}'?`;
}

/** Letters to add, drop, change, or swap with their neighbour (optimal string alignment). */
function changesBetween(one: string, other: string): number {
  const [from, to] = [[...one], [...other]];
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of from.entries()) {
    const next = [i + 1];
    for (const [j, wanted] of to.entries()) {
      const changed = (row[j] ?? 0) + (letter === wanted ? 0 : 1);
      const isSwapped = i > 0 && j > 0 && letter === to[j - 1] && from[i - 1] === wanted;
      const swapped = isSwapped ? (before[j - 1] ?? 0) + 1 : Infinity;
      next.push(Math.min(changed, swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row.at(-1) ?? 0;
}
