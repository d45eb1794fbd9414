/** One file over HTTP, held in memory until it is whole. */
import { messageOf } from '../../domain/errors.ts';

export type Downloaded =
  | { readonly state: 'whole'; readonly bytes: Uint8Array }
  /** `reason` says in words what went wrong. */
  | { readonly state: 'failed'; readonly reason: string };

const PATIENCE_MS = 30_000;

/**
 * @param expected bytes that the file has: more are not read, fewer are a failure
 * @param patienceMs how long nothing may come, from the request on and between two pieces
 */
export async function download(
  address: string,
  expected: number,
  patienceMs: number = PATIENCE_MS,
): Promise<Downloaded> {
  const silence = new AbortController();
  const giveUp = (): void => silence.abort(new Error(`nothing came for ${patienceMs / 1000} s`));
  let timer = setTimeout(giveUp, patienceMs);
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    const response = await fetch(address, { signal: silence.signal });
    if (!response.ok) return failed(`the server answers ${response.status} ${response.statusText}`.trim());
    for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, patienceMs);
      pieces.push(piece);
      length += piece.length;
      if (length > expected) return failed(`what comes is longer than the ${expected} bytes of the file`);
    }
  } catch (error) {
    const why = wordsOf(error);
    if (length > 0) return failed(`it broke off after ${length} of ${expected} bytes (${why})`);
    return failed(`it cannot be reached (${why})`);
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
  if (length < expected) return failed(`only ${length} of ${expected} bytes came`);
  return { state: 'whole', bytes: Buffer.concat(pieces) };
}

function failed(reason: string): Downloaded {
  return { state: 'failed', reason };
}

/** `fetch` says "fetch failed", and why in its cause; a cause for several addresses has a code and no words. */
function wordsOf(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  if (typeof cause !== 'object' || cause === null) return messageOf(error);
  if ('message' in cause && typeof cause.message === 'string' && cause.message !== '') return cause.message;
  return 'code' in cause ? String(cause.code) : messageOf(error);
}
