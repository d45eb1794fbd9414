/** How long to wait before trying again. */
import { randomStream } from '../../domain/seeds.ts';

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * Exponential back-off with jitter: between half and the whole of `first * 2^failures`, from a derived seed.
 *
 * @param patienceMs short patience begins with short waits, so that it still holds several tries
 * @param failures how often it has failed before this one; 0 for the first
 */
export function backOffMs(patienceMs: number, seed: number, call: number, failures: number): number {
  const first = Math.min(FIRST_MS, patienceMs / 8);
  const longest = Math.min(LONGEST_MS, patienceMs / 4);
  const whole = Math.min(longest, first * 2 ** Math.min(failures, 20));
  return whole * (0.5 + 0.5 * randomStream(seed, 'back-off', call, failures).uniform());
}

/**
 * What a response's headers ask us to wait, in milliseconds: `retry-after-ms`, or `Retry-After` in seconds or as a
 * date (RFC 9110, 10.2.3). Undefined where they do not say.
 */
export function retryAfterMs(header: (name: string) => string | null, now = Date.now()): number | undefined {
  const milliseconds = Number.parseFloat(header('retry-after-ms') ?? '');
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  const text = header('retry-after');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
