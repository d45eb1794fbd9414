/** What a failed activity means: a fault ends the experiment, everything else can be tried again. */
import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';

/** The type that activities give to a `Fault` of the domain. */
export const FAULT = 'Fault';

/** The type that activities give to an `OtherCode` of the domain. */
const OTHER_CODE = 'OtherCode';

/** The files that differ, where a worker of another code was asked; undefined where the failure is another. */
export function otherCodeOf(error: unknown): string | undefined {
  return messageOfType(error, OTHER_CODE);
}

/** The fault's message; undefined where the failure is none. */
export function faultOf(error: unknown): string | undefined {
  return messageOfType(error, FAULT);
}

function messageOfType(error: unknown, type: string): string | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  const cause = error.cause;
  return cause instanceof ApplicationFailure && cause.type === type ? cause.message : undefined;
}

/** Why all attempts at an activity died, in a line; undefined where this is no failed activity but a bug here. */
export function lossOf(error: unknown): string | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  if (error.cause instanceof TimeoutFailure) {
    return `the worker was lost at each attempt (${error.cause.timeoutType}: ${error.cause.message})`;
  }
  return error.cause?.message ?? error.message;
}
