/** A set of SHA-256 in 32 bytes each at most, where a set of texts takes some 120: a study has millions. */
import type { Sha256 } from './experiment.ts';

/** 128 bits of each: two of a billion are alike with a chance of 1e-21. */
const WORDS = 4;

export class SeenHashes {
  #slots = new Uint32Array(WORDS * 1024);
  #size = 0;

  /** @returns whether it is new */
  add(hash: Sha256): boolean {
    if (2 * (this.#size + 1) * WORDS > this.#slots.length) this.#grow();
    const words = Array.from({ length: WORDS }, (_, i) => Number.parseInt(hash.slice(8 * i, 8 * i + 8), 16));
    const isNew = this.#put(words);
    if (isNew) this.#size++;
    return isNew;
  }

  #put(words: ArrayLike<number>): boolean {
    const slots = this.#slots.length / WORDS;
    for (let slot = (words[0] as number) % slots; ; slot = (slot + 1) % slots) {
      const at = slot * WORDS;
      const there = this.#slots.subarray(at, at + WORDS);
      if (there.every((word) => word === 0)) {
        this.#slots.set(words, at);
        return true;
      }
      if (there.every((word, i) => word === words[i])) return false;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(2 * before.length);
    for (let at = 0; at < before.length; at += WORDS) {
      const words = before.subarray(at, at + WORDS);
      if (words.some((word) => word !== 0)) this.#put(words);
    }
  }
}
