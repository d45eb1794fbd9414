/** Several responses of one person to one item: a rule that was named makes one of them, else they are an error. */
import { UserError } from '../../../domain/errors.ts';
import type { RepeatsRule, Response } from './table.ts';

export interface Located {
  readonly response: Response;
  /** In the file, from 1. */
  readonly line: number;
}

/**
 * One response for each person and item, in the order of first appearance.
 *
 * @throws UserError where there are several and no rule, or where two share repeat and position too
 */
export function applyRepeats(
  located: readonly Located[],
  rule: RepeatsRule | undefined,
  file: string,
): Response[] {
  // Nearly always: millions of groups of one would take longer than the fit.
  if (!hasRepeats(located)) return located.map(({ response }) => response);
  const groups = new Map<string, Located[]>();
  for (const entry of located) {
    const key = JSON.stringify([entry.response.personId, entry.response.itemId]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].map((group) => reduce(group, rule, file));
}

function hasRepeats(located: readonly Located[]): boolean {
  const itemsOf = new Map<string, Set<string>>();
  for (const { response } of located) {
    let items = itemsOf.get(response.personId);
    if (items === undefined) itemsOf.set(response.personId, (items = new Set()));
    const before = items.size;
    if (items.add(response.itemId).size === before) return true;
  }
  return false;
}

function reduce(group: readonly Located[], rule: RepeatsRule | undefined, file: string): Response {
  const [first, second] = group;
  if (first === undefined) throw new RangeError('an empty group');
  if (second === undefined) return first.response;
  const { personId, itemId } = first.response;
  if (rule === undefined) {
    throw new UserError(`the person '${personId}' answers the item '${itemId}' a second time`, {
      place: `${file}:${second.line}`,
      remedy: 'Take one out, or state which counts with `repeats: first`, `last` or `mean`.',
    });
  }
  const ordered = group.toSorted((a, b) => compare(a.response, b.response));
  ordered.forEach((entry, index) => {
    const before = ordered[index - 1];
    if (before === undefined || compare(before.response, entry.response) !== 0) return;
    throw new UserError(
      `the person '${personId}' answers '${itemId}' twice in the same repeat and position`,
      {
        place: `${file}:${entry.line}`,
        remedy: 'Number the repetitions in a column `repeat`.',
      },
    );
  });
  if (rule === 'first') return ordered[0]?.response ?? first.response;
  if (rule === 'last') return ordered.at(-1)?.response ?? first.response;
  const score = ordered.reduce((sum, entry) => sum + entry.response.score, 0) / ordered.length;
  return { ...first.response, choice: null, score };
}

function compare(a: Response, b: Response): number {
  return a.repeat - b.repeat || (a.position ?? 0) - (b.position ?? 0);
}
