/** What a failed call means: its class, whether to try again, and how long the endpoint asked us to wait. */
import { APIConnectionError, APIError } from 'openai';
import type { Usage } from '../../../domain/completion.ts';
import { messageOf, TransportError, type MissingClass } from '../../../domain/errors.ts';
import { retryAfterMs } from '../back-off.ts';
import { redact } from './key.ts';

const KEY_STATUSES: ReadonlySet<number> = new Set([401, 402, 403]);
/** Too early, time-out, conflict, rate limit: the same request may pass in a moment. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** Turns anything that the client threw into a TransportError whose message holds no key. */
export function failureOf(error: unknown, key: string | undefined): TransportError {
  if (error instanceof TransportError) return error;
  // What is thrown while an answer is read comes out of the client as a failed connection.
  if (error instanceof APIConnectionError && error.cause instanceof TransportError) return error.cause;
  const message = redact(messageOf(error), key);
  if (!(error instanceof APIError) || error.status === undefined) {
    // Cut JSON came with a status: it is an answer that is none.
    const came = isUnreadable(error) ? 'useless' : undefined;
    return retryable(redact(connectionMessage(error), key), came);
  }
  const status = error.status as number;
  const headers = error.headers as Headers | undefined;
  if (KEY_STATUSES.has(status) || isOutOfQuota(error.code)) return final(message, 'refused-key', 'endpoint');
  if (status === 404 || isUnknownModel(status, error.code, message))
    return final(message, 'rejected', 'model');
  if (status < 500 && !PASSING_STATUSES.has(status)) return final(message, 'rejected');
  const wait = retryAfterMs((name) => headers?.get(name) ?? null);
  return new TransportError(message, {
    missingClass: 'endpoint',
    retryable: true,
    came: 'refused',
    rateLimited: status === 429 || status === 503,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** An answer that came whole but is none: an HTML page, an empty object, cut JSON. */
export function badAnswer(
  what: string,
  body: unknown,
  key: string | undefined,
  usage?: Usage,
): TransportError {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? 'nothing');
  return retryable(`${what}: ${redact(text, key)}`, 'useless', usage);
}

const OUT_OF_QUOTA: ReadonlySet<unknown> = new Set(['insufficient_quota', 'billing_hard_limit_reached']);

/** An account without credit is told so with 429, 403 or 400; no waiting helps there. */
function isOutOfQuota(code: unknown): boolean {
  return OUT_OF_QUOTA.has(code);
}

/** Gateways say 400 where OpenAI says 404. */
function isUnknownModel(status: number, code: unknown, message: string): boolean {
  return status === 400 && (code === 'model_not_found' || /invalid model name passed in/i.test(message));
}

function retryable(message: string, came?: 'useless', usage?: Usage): TransportError {
  return new TransportError(message, {
    ...{ missingClass: 'endpoint', retryable: true },
    ...(came === undefined ? {} : { came }),
    ...(usage === undefined ? {} : { usage }),
  });
}

function final(message: string, missingClass: MissingClass, concerns?: 'endpoint' | 'model'): TransportError {
  return new TransportError(message, {
    missingClass,
    retryable: false,
    came: 'refused',
    ...(concerns === undefined ? {} : { concerns }),
  });
}

/** The client hides why a connection failed behind a page of advice: the causes say it. */
function connectionMessage(error: unknown): string {
  const causes = [error instanceof APIConnectionError ? 'connection failed' : textOf(error)];
  for (let cause = causeOf(error); cause !== undefined; cause = causeOf(cause)) causes.push(textOf(cause));
  return [...new Set(causes)].join(': ');
}

/** The body came to its end, and is no JSON. */
function isUnreadable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { name?: unknown }).name === 'SyntaxError';
}

/** By shape, not by class: what fetch throws may come from another realm. */
function causeOf(error: unknown): object | undefined {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null ? cause : undefined;
}

function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { name, code, message } = error as { name?: unknown; code?: unknown; message?: unknown };
  if (name === 'SyntaxError') return `the answer is no JSON: ${String(message)}`;
  return typeof code === 'string' && code !== '' ? code : String(message);
}
