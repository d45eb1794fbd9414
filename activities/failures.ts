/** The one place where our errors become Temporal failures. */
import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { OtherCode } from '../domain/code.ts';
import { Fault, messageOf, UserError } from '../domain/errors.ts';

const HEARTBEAT_MS = 5000;

/**
 * Wraps an activity: a fault or a user's error fails the experiment at once, everything else is tried again by
 * Temporal. It heartbeats while the body runs, so that a lost worker is noticed in seconds. The message carries no
 * secret: services keep keys out of what they throw.
 */
export function asActivity<Input, Result>(
  body: (input: Input) => Promise<Result>,
  options: { readonly heartbeat: boolean } = { heartbeat: false },
): (input: Input) => Promise<Result> {
  return async (input) => {
    const context = Context.current();
    const heart = options.heartbeat ? setInterval(() => context.heartbeat(), HEARTBEAT_MS) : undefined;
    try {
      return await body(input);
    } catch (error) {
      if (error instanceof ApplicationFailure || error instanceof CancelledFailure) throw error;
      if (error instanceof UserError) throw ApplicationFailure.nonRetryable(error.describe(), 'Fault');
      if (error instanceof Fault) throw ApplicationFailure.nonRetryable(error.message, 'Fault');
      if (error instanceof OtherCode) throw ApplicationFailure.nonRetryable(error.message, 'OtherCode');
      throw ApplicationFailure.retryable(messageOf(error), error instanceof Error ? error.name : 'Error');
    } finally {
      clearInterval(heart);
    }
  };
}
