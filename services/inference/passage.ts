/** What accompanies a call on its way through the dispatcher, and what becomes of each of its sendings. */
import type { Usage } from '../../domain/completion.ts';
import { TransportError } from '../../domain/errors.ts';
import type { UnansweredReason } from '../../domain/experiment.ts';

export interface Passage {
  /** Its cell was asked something before: it goes before calls that begin one. False where absent. */
  readonly isBegun?: boolean;
  /**
   * Before a sending; again before the next one where this one went out and brought nothing. It takes no place of a call in
   * flight; where it throws, nothing is sent and its error is the call's.
   */
  admit(): Promise<void>;
  /** Right before it is handed to the backend. What it throws is the call's error, and nothing is sent. */
  check?(): void;
  /** It goes out now: before its first byte does. */
  sent?(): void;
  /** It went out, and the endpoint refused it: nothing was paid, and the same admission holds for the next try. */
  refused?(): void;
  /** It went out, and brought no answer that can be kept. */
  unanswered?(loss: Loss): void;
}

export interface Loss {
  readonly reason: Exclude<UnansweredReason, 'crash'>;
  /** What the answer told of its tokens. */
  readonly usage: Usage | undefined;
  /** The error that the call ends with, or is tried again after. */
  readonly error: unknown;
}

/** What an error means for a request that went out. */
export function fateOf(error: unknown): Loss['reason'] | 'refused' {
  if (!(error instanceof TransportError)) return 'broken';
  if (error.came === 'refused') return 'refused';
  if (error.isTimeLimit) return 'time-limit';
  // What came and is none, and may be one in a moment, is a broken answer; what will not change is of no use.
  return error.came === 'useless' && !error.retryable ? 'useless' : 'broken';
}
