/** What a program prints, kept up to a limit however much it is. */
import type { Readable } from 'node:stream';
import { DISCARDED_BYTES } from './limits.ts';

export interface Captured {
  readonly text: string;
  readonly truncated: boolean;
  /** The end of all that came, for what an interpreter says last. */
  readonly tail: string;
}

const TAIL_BYTES = 2048;

/**
 * Reads a stream to its end and keeps the first `limit` bytes. Above the limit it reads on, so that a program that
 * prints much ends as it would; above DISCARDED_BYTES it closes the stream, and the program's next write fails.
 *
 * @returns the text, UTF-8 with replacement; a character that the limit cuts is left out
 */
export function capture(stream: Readable, limit: number): () => Captured {
  const kept: Buffer[] = [];
  let length = 0;
  let total = 0;
  let tail: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    total += chunk.length;
    if (length < limit) {
      const part = chunk.subarray(0, limit - length);
      // Copied: a slice would keep the whole chunk.
      kept.push(Buffer.from(part));
      length += part.length;
    }
    tail = Buffer.concat([tail, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
    if (total > limit + DISCARDED_BYTES) stream.destroy();
  });
  stream.on('error', () => stream.destroy());
  return () => {
    const truncated = total > limit;
    // `stream` leaves out what is cut in the middle; without it, that becomes a replacement character.
    const text = new TextDecoder().decode(Buffer.concat(kept), { stream: truncated });
    return { text, truncated, tail: tail.toString('utf8') };
  };
}
