/**
 * How many threads the next request takes. ggml's threads wait for each other in a busy loop: where other work holds a
 * core, two threads are many times slower than one. The bits of an answer do not depend on it (by test).
 */

/** Below this share of the processor time that its threads should have had, a request was held up by other work. */
const HELD_UP = 0.7;
/** Requests shorter than this say nothing. */
const SHORTEST_MS = 30;
/** One thread for so long, then the full number is tried again. */
const AGAIN_AFTER_MS = 20_000;

export interface Spent {
  readonly wallMs: number;
  readonly processorMs: number;
}

export class ThreadCount {
  readonly #most: number;
  #now: number;
  #since = 0;

  /** @param most threads on an idle machine */
  constructor(most: number) {
    this.#most = most;
    this.#now = most;
  }

  /** Threads for a request that begins at `atMs`. */
  at(atMs: number): number {
    if (this.#now < this.#most && atMs - this.#since >= AGAIN_AFTER_MS) this.#now = this.#most;
    return this.#now;
  }

  /** What a request with the last number of threads took. */
  note({ wallMs, processorMs }: Spent, atMs: number): void {
    if (this.#now === 1 || wallMs < SHORTEST_MS || processorMs / (wallMs * this.#now) >= HELD_UP) return;
    this.#now = 1;
    this.#since = atMs;
  }
}
