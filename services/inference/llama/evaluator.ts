/** Runs the canonical evaluation (canonical.ts) on the library's sequences, and keeps the states of full chunks. */
import type { ControlledEvaluateInputItem, LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp';
import { CANONICAL } from './canonical.ts';
import { asked, distribution } from './distribution.ts';
import { rejected } from './prompt.ts';

const { chunkTokens } = CANONICAL;

/** A sequence of the cache. `chunked`: the tokens of the full chunks at its beginning that were evaluated as such. */
interface Slot {
  readonly sequence: LlamaContextSequence;
  chunked: Token[];
  usedAt: number;
}

/** A place after a prompt or its continuation. */
export interface Place {
  readonly slot: Slot;
  readonly length: number;
}

export class Evaluator {
  readonly #slots: Slot[];
  #clock = 0;
  /** Tokens that were evaluated, and prompt tokens that were not because their state was kept. */
  readonly counts = { evaluated: 0, reused: 0 };

  /** Tokens that a request may hold. */
  readonly room: number;

  constructor(context: LlamaContext) {
    this.room = context.contextSize - 1;
    this.#slots = Array.from({ length: context.totalSequences }, () => ({
      sequence: context.getSequence(),
      chunked: [],
      usedAt: 0,
    }));
  }

  /**
   * Evaluates a prompt.
   *
   * @returns the place after it, and the natural log of each token's probability there
   * @throws the signal's reason, between two chunks; TransportError (`rejected`) where there is no room
   */
  async prompt(tokens: readonly Token[], signal: AbortSignal): Promise<[Place, Float64Array]> {
    this.#mustFit(tokens.length);
    const fullChunks = Math.floor((tokens.length - 1) / chunkTokens);
    const slot = this.#slotFor(tokens, fullChunks);
    slot.usedAt = this.#clock += 1;
    const kept = sharedChunks(slot.chunked, tokens, fullChunks) * chunkTokens;
    slot.chunked = tokens.slice(0, kept);
    await eraseFrom(slot, kept);
    this.counts.reused += kept;

    for (let start = kept; start < fullChunks * chunkTokens; start += chunkTokens) {
      signal.throwIfAborted();
      const chunk = tokens.slice(start, start + chunkTokens);
      await this.#evaluate({ slot, length: start }, chunk);
      slot.chunked.push(...chunk);
    }
    signal.throwIfAborted();
    const start = fullChunks * chunkTokens;
    return this.after({ slot, length: start }, tokens.slice(start));
  }

  /** Evaluates at most a chunk of tokens after a place. @returns as `prompt` */
  async after(place: Place, tokens: readonly Token[]): Promise<[Place, Float64Array]> {
    const [next, logs] = await this.each(place, tokens, tokens.length - 1);
    return [next, logs[0] ?? new Float64Array()];
  }

  /** The same with the log-probabilities after each token from the index `first` on. */
  async each(place: Place, tokens: readonly Token[], first = 0): Promise<[Place, Float64Array[]]> {
    const input = tokens.map((token, index) => (index < first ? token : asked(token)));
    const outputs = await this.#evaluate(place, input);
    const logs = tokens.slice(first).map((_token, index) => distribution(outputs[first + index]));
    return [{ slot: place.slot, length: place.length + tokens.length }, logs];
  }

  /** Forgets what came after a place. */
  async backTo(place: Place): Promise<void> {
    await eraseFrom(place.slot, place.length);
  }

  async #evaluate(
    { slot, length }: Place,
    input: ControlledEvaluateInputItem[],
  ): ReturnType<LlamaContextSequence['controlledEvaluate']> {
    this.#mustFit(length + input.length);
    this.counts.evaluated += input.length;
    return slot.sequence.controlledEvaluate(input);
  }

  /** The library would shift the beginning out of a full context, and say nothing. */
  #mustFit(length: number): void {
    if (length > this.room)
      throw rejected(
        `the request is longer than the ${this.room} tokens that the model's context has room for`,
      );
  }

  /** The slot that keeps most of the prompt if that is half or more of it, else the one used longest ago. */
  #slotFor(tokens: readonly Token[], fullChunks: number): Slot {
    const shared = (slot: Slot): number => sharedChunks(slot.chunked, tokens, fullChunks);
    const best = this.#slots.reduce((a, b) => (shared(b) > shared(a) ? b : a));
    if (shared(best) * 2 >= fullChunks && shared(best) > 0) return best;
    return this.#slots.reduce((a, b) => (b.usedAt < a.usedAt ? b : a));
  }
}

function sharedChunks(chunked: readonly Token[], tokens: readonly Token[], fullChunks: number): number {
  const limit = Math.min(chunked.length, fullChunks * chunkTokens);
  let shared = 0;
  while (shared < limit && chunked[shared] === tokens[shared]) shared += 1;
  return Math.floor(shared / chunkTokens);
}

async function eraseFrom({ sequence }: Slot, start: number): Promise<void> {
  const end = sequence.nextTokenIndex;
  if (start < end) await sequence.eraseContextTokenRanges([{ start, end }]);
}
