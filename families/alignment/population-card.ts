/** A population card that is still to be filled in: `holdfast new` writes one, and every notice says so until it is done. */

/** How an entry begins that nobody has filled in yet. */
export const FILL_IN = 'FILL IN';

/** Names of the entries that are still to be filled in. */
export function emptyEntries(population: Readonly<Record<string, string>>): string[] {
  return Object.entries(population).flatMap(([name, text]) => (text.startsWith(FILL_IN) ? [name] : []));
}
