/** What was observed in a cell: what was answered and how it came about, never whether it is right. Grading is free. */
import type { Outcome } from '../../domain/dialogue.ts';
import type { LintCode, SolutionStatus } from '../../methods/equations/solution.ts';

/** An answer as a method gave it. An alias: outcomes are JSON, and an interface is not. */
export type Predicted = {
  readonly value: number;
  /** `6` or `7/2`, where it is known exactly. */
  readonly exact?: string;
  /** It stood with a percent sign. */
  readonly percent?: boolean;
};

/** A status of the solver, or one of these. */
export type OutcomeStatus =
  | SolutionStatus
  /** A program or a chain of thought gave a number; most of the samples agree. */
  | 'answered'
  /** Enough methods agree. */
  | 'agreed'
  /** They differ, and a stronger model was asked. */
  | 'escalated'
  /** They differ: no answer is given. */
  | 'abstained'
  /** Text without a number, a program that printed none. */
  | 'no-answer'
  /** There is something of a number (`10:30`, `5-7`), and what it states is not clear. */
  | 'unread'
  | 'program-crashed'
  | 'program-timed-out'
  | 'program-out-of-memory'
  /** Paper mode gave up, with the released pipeline's own words in `message`. */
  | 'rejected'
  | 'refused'
  | 'truncated'
  /** A filter before or behind the model. */
  | 'filtered'
  /** The endpoint takes no prompt of this length. */
  | 'too-long';

/** Answers that are none, for no reason that the model gives: empty, cut off, filtered, too long. */
export const SILENT_STATUSES: readonly OutcomeStatus[] = ['no-answer', 'truncated', 'filtered', 'too-long'];

/** What a method came to, without what it took. */
export interface Verdict {
  readonly status: OutcomeStatus;
  /** None where the status gives none; several for several `[[answer]]` or distinct roots (`ambiguous`). */
  readonly answers: readonly Predicted[];
  /** Rounds of repair that were asked for. */
  readonly repairs?: number;
  /** The status before any repair, where there was one. */
  readonly firstStatus?: OutcomeStatus;
  readonly lint?: readonly LintCode[];
  /** For people: what the solver, the parser or the program said. */
  readonly message?: string;
  /** The statements or the program that was judged last, as the model wrote it: data, never markup. */
  readonly written?: string;
  /**
   * self-consistency: each sample's answer in order, null where it gave none (the first answer where it gave several).
   * vote: the same of each method that was asked, in its order: it stops when enough agree.
   */
  readonly samples?: readonly (number | null)[];
}

export interface ProblemOutcome extends Outcome, Verdict {
  readonly status: OutcomeStatus;
  /** Of all answers of this cell, whether from the memo or not. */
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}
