/** Whether items can be compared at all: two that share no person, directly or by others, have no common scale. */
import type { ResponseMatrix } from './responses.ts';

/**
 * Groups of items that are connected through the persons who answered them. Within a group every difficulty is on one scale;
 * between groups only the assumption that their persons are alike (one latent distribution) puts them there.
 *
 * @returns item columns, each group ascending, the largest first; items that nobody answered are in none
 */
export function connectedItems({ persons, items, scores, weights }: ResponseMatrix): number[][] {
  const parent = Int32Array.from({ length: items }, (_, item) => item);
  const answered = new Uint8Array(items);
  const root = (item: number): number => {
    let at = item;
    while ((parent[at] ?? NaN) !== at) {
      parent[at] = parent[parent[at] ?? NaN] ?? NaN;
      at = parent[at] ?? NaN;
    }
    return at;
  };
  for (let person = 0; person < persons; person++) {
    if (weights !== undefined && weights[person] === 0) continue;
    let first = -1;
    for (let item = 0; item < items; item++) {
      if (Number.isNaN(scores[person * items + item])) continue;
      answered[item] = 1;
      if (first < 0) first = item;
      else parent[root(item)] = root(first);
    }
  }
  const groups = new Map<number, number[]>();
  for (let item = 0; item < items; item++) {
    if (answered[item] === 0) continue;
    const of = root(item);
    groups.set(of, [...(groups.get(of) ?? []), item]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
}
