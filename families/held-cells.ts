/** Cells that a report shows with all that was said in them: some of each group, drawn by the seed. */
import { randomStream } from '../domain/seeds.ts';
import type { Exchange, PageContext } from './family.ts';

/**
 * @param of each: its key, and its group; of every group so many are drawn
 * @returns the drawn ones with what was said, group by group, in the order in which groups are met
 */
export async function drawHeld<T>(
  all: Iterable<T>,
  of: { readonly key: (one: T) => string; readonly group: (one: T) => string; readonly most: number },
  seed: number,
  { conversation }: Pick<PageContext, 'conversation'>,
): Promise<(readonly [one: T, exchanges: readonly Exchange[]])[]> {
  const held: (readonly [T, readonly Exchange[]])[] = [];
  for (const group of Map.groupBy(all, of.group).values()) {
    const drawn = group
      .map((one) => ({ one, place: randomStream(seed, 'conversation', of.key(one)).uniform() }))
      .sort((a, b) => a.place - b.place)
      .slice(0, of.most);
    for (const { one } of drawn) held.push([one, await conversation(of.key(one))]);
  }
  return held;
}

/** Whether one of the answers came from a script of ours, by the identity under which it was stored. */
export function isScripted(exchanges: readonly Exchange[]): boolean {
  return exchanges.some((one) => one.kind === 'completion' && one.identity.kind === 'scripted');
}
