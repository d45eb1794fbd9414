/** What was observed in a cell: the choice, never the score, so that scoring anew costs nothing. */
import type { Outcome } from '../../domain/dialogue.ts';

/** Statuses of answers that are there. */
export type AnsweredStatus = 'ok' | 'repaired';
/** Statuses of answers that are none. Each has a rule in the spec. */
export type SilentStatus = 'unparsed' | 'refused' | 'truncated' | 'filtered' | 'too-long';
/** All words of the status table; `missing` and `not administered` are cells without an outcome. */
export const STATUSES = [
  'ok',
  'repaired',
  'unparsed',
  'refused',
  'truncated',
  'filtered',
  'too-long',
  'missing',
  'not administered',
] as const;
export type Status = (typeof STATUSES)[number];

export interface ItemOutcome extends Outcome {
  readonly status: AnsweredStatus | SilentStatus;
  /** The option (its own text) or number that was chosen; with probabilities the most probable one. */
  readonly choice?: string;
  /** Probability of each option in the item's own order, as the model gave it: they do not add up to 1. */
  readonly probabilities?: readonly number[];
  /** Their sum: how much the model means to answer at all. */
  readonly optionMass?: number;
}

/**
 * The outcome of scored options.
 *
 * @param options the item's options in its own order
 * @param order by how many places they were shifted when shown
 * @param logProbs natural logs in the order shown
 */
export function scoredOutcome(
  options: readonly string[],
  order: number,
  logProbs: readonly number[] | undefined,
): ItemOutcome {
  if (logProbs?.length !== options.length) return { status: 'unparsed' };
  const probabilities = options.map((_, index) => {
    const shownAt = (index - (order % options.length) + options.length) % options.length;
    return Math.exp(logProbs[shownAt] ?? -Infinity);
  });
  const optionMass = probabilities.reduce((sum, p) => sum + p, 0);
  const best = options[probabilities.indexOf(Math.max(...probabilities))];
  if (!(optionMass > 0) || best === undefined) return { status: 'unparsed' };
  return { status: 'ok', choice: best, probabilities, optionMass };
}
