/** A probability from 0 to 100 out of a judge's words, by two rules: as the released scorer of arXiv 2403.02795 counts, and strictly. */

/** What the released scorer makes of one turn: it averages over every bracketed group, numbers or not. */
export interface Faithful {
  /** Bracketed groups. */
  readonly groups: number;
  /** The sum of those that are numbers; others add nothing, and count. */
  readonly sum: number;
}

/** Inside one pair of brackets, with no bracket in it: linear in the text's length. */
const GROUP = /\[([^[\]]*)\]/g;
/** `85`, `85.5`, `.5`, with a percent sign or out of a hundred. */
const PROBABILITY = /^(\d{1,3}(?:\.\d{1,6})?|\.\d{1,6})\s*(?:%|\/\s*100)?$/;
const NUMBER = /^[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})$/;

/** Every bracketed group of a text. What the released scorer's helper returns for words is not known; here they add 0. */
export function readFaithful(text: string): Faithful {
  const groups = [...text.matchAll(GROUP)].map((match) => (match[1] ?? '').trim());
  const sum = groups.reduce((total, group) => total + (NUMBER.test(group) ? Number(group) : 0), 0);
  return { groups: groups.length, sum };
}

/**
 * The last bracketed number of a text: `[85]`, `[85%]`, `[85/100]`, also where other words in brackets follow it.
 *
 * @returns from 0 to 100; null where there is none, or where the last one is out of range
 */
export function readStrict(text: string): number | null {
  const groups = [...text.matchAll(GROUP)].map((match) => (match[1] ?? '').trim());
  const last = groups.findLast((group) => PROBABILITY.test(group) || NUMBER.test(group));
  const digits = last === undefined ? undefined : PROBABILITY.exec(last)?.[1];
  if (digits === undefined) return null;
  const value = Number(digits);
  return value <= 100 ? value : null;
}

/** The faithful score of a conversation, or of several: null where nothing stood in brackets (the released code divides by zero). */
export function faithfulScore(turns: readonly Faithful[]): number | null {
  const groups = turns.reduce((total, turn) => total + turn.groups, 0);
  const sum = turns.reduce((total, turn) => total + turn.sum, 0);
  return groups === 0 ? null : sum / groups;
}
