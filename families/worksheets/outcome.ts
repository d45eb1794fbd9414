/** What was observed in a cell: the number that the judge gave, by both rules of reading. */
import type { Outcome } from '../../domain/dialogue.ts';

export type JudgmentStatus =
  /** A number from 0 to 100 in brackets. */
  | 'ok'
  /** The same after one turn that asked for it. */
  | 'repaired'
  /** No such number in either turn: left out of every mean, and counted. */
  | 'unparsed'
  | 'refused'
  /** A filter before or behind the model. */
  | 'filtered'
  /** The endpoint takes no prompt of this length. */
  | 'too-long';

/** No number, for no reason that the judge gives. */
export const SILENT_STATUSES: readonly JudgmentStatus[] = ['unparsed', 'filtered', 'too-long'];

export interface JudgmentOutcome extends Outcome {
  readonly status: JudgmentStatus;
  /** By the strict rule, from 0 to 100; null where there is none. */
  readonly probability: number | null;
  /** Of the first turn, by the faithful rule: bracketed groups, and the sum of those that are numbers. */
  readonly groups: number;
  readonly sum: number;
  /** Of all answers of this cell, whether from the memo or not. */
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}
