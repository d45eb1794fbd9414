/** From a cell's text to what was chosen and how it scores. */
import type { ScoreMap } from './table.ts';

export interface Scored {
  readonly choice: string | null;
  readonly score: number;
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

/** Reads a cell that holds a choice or a score itself; null where it is neither. */
export function readCell(
  text: string,
  key: string | undefined,
  scoreMap: ScoreMap | undefined,
): Scored | null {
  const mapped = scoreMap !== undefined && Object.hasOwn(scoreMap, text) ? scoreMap[text] : undefined;
  if (mapped !== undefined && key === undefined) return { choice: text, score: mapped };
  const number = readUnit(text);
  if (number !== null) return { choice: null, score: number };
  if (key === undefined) return null;
  return { choice: text, score: text === key ? 1 : 0 };
}

/** A plain decimal number in [0, 1], or null. */
export function readUnit(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const number = Number(text);
  return number >= 0 && number <= 1 ? number : null;
}
