/** From a cell's text to what was chosen and how it scores. */
import type { ScoreMap } from './table.ts';

export interface Scored {
  readonly choice: string | null;
  readonly score: number;
}

/** What is known of an item before its cells are read. */
export interface Scheme {
  /** Its options, in the order of the instrument; empty where the answer is open, or nothing is known. */
  readonly options: readonly string[];
  /** The right one. */
  readonly key: string | undefined;
  readonly scoreMap: ScoreMap | undefined;
  /** Cells hold the letter of an option: A for the first. */
  readonly letters: boolean;
  /** Cells hold scores, whatever the item's options are. */
  readonly areScores: boolean;
}

/** Words that stand for true and false where an item says nothing of its answers. */
const TRUTHS: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['yes', 1],
  ['false', 0],
  ['no', 0],
]);
/** Where any text may be an answer these are none: they stand for a missing one, and a spec has to say so. */
const LOOKS_MISSING = /^(?:n\/?a|nan|null|none|nil|missing|\.|#n\/a|-9{1,4}|9{3,4})$/i;

/** Whether a cell looks like a code for an answer that is missing. */
export function looksMissing(text: string): boolean {
  return LOOKS_MISSING.test(text);
}

/**
 * The score of a choice: 1 where it is the item's key and 0 where it is another one; else by the score map; else null.
 */
export function scoreOf(
  choice: string,
  key: string | undefined,
  scoreMap: ScoreMap | undefined,
): number | null {
  if (key !== undefined) return choice === key ? 1 : 0;
  const score = scoreMap !== undefined && Object.hasOwn(scoreMap, choice) ? scoreMap[choice] : undefined;
  return score ?? null;
}

/**
 * Reads a cell. The key comes first: with one, a cell is an option or nothing. A number is a score only where it is none of
 * the item's options and no key is stated. So a typo, a code for a missing answer or a number on the wrong item is never a
 * zero without a word.
 *
 * @returns null where the cell is neither option, key nor score
 */
export function readCell(text: string, scheme: Scheme): Scored | null {
  if (scheme.areScores) return scored(null, readUnit(text));
  const choice = choiceIn(text, scheme);
  if (choice !== undefined) return scored(choice, scoreOf(choice, scheme.key, scheme.scoreMap));
  if (scheme.key !== undefined) {
    // An open question has no options: whatever was answered, it was not the key.
    return scheme.options.length === 0 && !LOOKS_MISSING.test(text) ? { choice: text, score: 0 } : null;
  }
  const mapped = scored(text, scoreOf(text, undefined, scheme.scoreMap));
  if (mapped !== null) return mapped;
  const number = readUnit(text);
  if (number !== null) return { choice: null, score: number };
  const isOpen = scheme.options.length === 0 && scheme.scoreMap === undefined;
  return isOpen ? scored(null, TRUTHS.get(text.toLowerCase()) ?? null) : null;
}

/** The option that a cell names: by its text, which comes first, or by its letter. */
function choiceIn(text: string, { options, key, letters }: Scheme): string | undefined {
  if (text === key || options.includes(text)) return text;
  if (!letters || !/^[a-z]$/i.test(text)) return undefined;
  return options[text.toUpperCase().charCodeAt(0) - 'A'.charCodeAt(0)];
}

function scored(choice: string | null, score: number | null): Scored | null {
  return score === null ? null : { choice, score };
}

/** A plain decimal number in [0, 1], or null. */
export function readUnit(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const number = Number(text);
  return number >= 0 && number <= 1 ? number : null;
}
