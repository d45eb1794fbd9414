/** What becomes of a problem's statements: one status, never turned into a number. */

/** A value that an `[[answer]]` asks for. */
export interface SolvedAnswer {
  /** The name or the expression that the statement asks for, as it was written. */
  readonly name: string;
  /** The nearest double. */
  readonly value: number;
  /** `6` or `7/2`; absent where the value is irrational. */
  readonly exact?: string;
}

/** Where in the text, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * What is odd about the statements without making them wrong: the five principles of arXiv 2304.09102, and readings
 * that had to be chosen.
 */
export type LintCode =
  | 'undefined-name'
  | 'unused-number'
  | 'duplicate-definition'
  | 'goal-not-last'
  | 'tautology'
  | 'two-readings'
  | 'rounding-differs'
  | 'several-statements';

interface Common {
  readonly lint: readonly LintCode[];
  /** How it was solved, a line each, for people. */
  readonly steps: readonly string[];
  /** Numerals of the question, or of the text outside the brackets, that no statement uses. */
  readonly unused: readonly string[];
}

export type Solution = Common &
  (
    | {
        /** `filtered`: several roots, one of them admissible. */
        readonly status: 'solved' | 'filtered';
        /** One for each `[[answer]]`, in order. */
        readonly answers: readonly SolvedAnswer[];
      }
    | {
        readonly status: 'ambiguous';
        /** One for each distinct admissible value, ascending. */
        readonly answers: readonly SolvedAnswer[];
        /** With several `[[answer]]`: which values go together, a list each, in the order of the statements. */
        readonly together?: readonly (readonly SolvedAnswer[])[];
      }
    | { readonly status: 'underdetermined'; readonly free: readonly string[] }
    | {
        readonly status: 'contradictory';
        /** A minimal conflicting subset: 0-based indices of statements. */
        readonly conflicts: readonly number[];
      }
    | { readonly status: 'unsupported' | 'timed-out'; readonly message: string }
    | { readonly status: 'unparsable'; readonly message: string; readonly position: Position }
  );

export type SolutionStatus = Solution['status'];

export const SOLUTION_STATUSES = [
  'solved',
  'filtered',
  'ambiguous',
  'underdetermined',
  'contradictory',
  'unsupported',
  'unparsable',
  'timed-out',
] as const satisfies readonly SolutionStatus[];
