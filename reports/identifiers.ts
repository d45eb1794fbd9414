/** Element ids of a page: what links and accessible names point to. */
import { Fault } from '../domain/errors.ts';

const ELEMENT_ID = /^[a-z][a-z0-9-]{0,62}$/;

/**
 * The id itself, when it is one: small letters, digits and hyphens.
 *
 * @throws Fault otherwise: ids are ours, never data
 */
export function elementId(id: string): string {
  if (!ELEMENT_ID.test(id))
    throw new Fault(`${JSON.stringify(id)} is no element id (small letters, digits, hyphens)`);
  return id;
}

/**
 * Checks that no id stands twice in a page's markup; text cannot fool it, since its quotes are escaped.
 *
 * @throws Fault naming the id
 */
export function assertUniqueIds(markup: string): void {
  const seen = new Set<string>();
  for (const [, id] of markup.matchAll(/ id="([^"]*)"/g)) {
    if (id === undefined) continue;
    if (seen.has(id)) throw new Fault(`the id ${id} stands twice in one page`);
    seen.add(id);
  }
}
