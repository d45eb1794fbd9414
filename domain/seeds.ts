/**
 * Every draw comes from a seed derived by hashing (seed, purpose, index...), never from a shared stream: the order of
 * work and its concurrency change nothing.
 */
import { sha256Words } from './sha256.ts';

/**
 * A seed for one purpose.
 *
 * @param seed the spec's seed, or a seed derived before
 * @param purpose a frozen name, such as `completion` or `bootstrap`
 * @param indices which of that purpose's draws
 * @returns an integer in [0, 2^32)
 */
export function deriveSeed(seed: number, purpose: string, ...indices: readonly (number | string)[]): number {
  return sha256Words(JSON.stringify([seed, purpose, ...indices]))[0] ?? 0;
}

/** A stream of draws. */
export interface RandomStream {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal (polar method of Marsaglia). */
  normal(): number;
  /** Uniform on the integers 0 to n - 1, without bias. */
  integer(n: number): number;
}

/** The values in an order of which each is as likely (Fisher and Yates). */
export function shuffled<T>(stream: RandomStream, values: readonly T[]): T[] {
  const out = [...values];
  for (let last = out.length - 1; last > 0; last--) {
    const other = stream.integer(last + 1);
    [out[last], out[other]] = [out[other] as T, out[last] as T];
  }
  return out;
}

/** The stream of one derived seed: xoshiro128** 1.1 (Blackman and Vigna 2018), its state filled by SHA-256. */
export function randomStream(
  seed: number,
  purpose: string,
  ...indices: readonly (number | string)[]
): RandomStream {
  const state = sha256Words(JSON.stringify([seed, purpose, ...indices]));
  let [s0, s1, s2, s3] = [state[0] ?? 1, state[1] ?? 2, state[2] ?? 3, state[3] ?? 4];
  let spare: number | undefined;

  function next(): number {
    const product = Math.imul(s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  }
  function uniform(): number {
    return ((next() >>> 5) * 0x4000000 + (next() >>> 6)) / 0x20000000000000;
  }
  function normal(): number {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const square = u * u + v * v;
      if (square > 0 && square < 1) {
        const factor = Math.sqrt((-2 * Math.log(square)) / square);
        spare = v * factor;
        return u * factor;
      }
    }
  }
  function integer(n: number): number {
    const limit = 0x100000000 - (0x100000000 % n);
    for (;;) {
      const draw = next();
      if (draw < limit) return draw % n;
    }
  }
  return { uniform, normal, integer };
}
