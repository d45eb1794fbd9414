/**
 * The one canonical evaluation. A model's logits depend in their last bits on how its prompt was cut into batches, so
 * that "the same request" has one answer only where the cut is fixed:
 *
 * 1. every batch holds tokens of one request, never of two: beside shorter ones, a prompt of 310 tokens came to other bits.
 *    Little is lost, see the last table of `bench:embedded`;
 * 2. a prompt is cut at the multiples of `chunkTokens`; its last batch holds 1 to `chunkTokens` tokens;
 * 3. generated tokens follow one by one; a scored continuation in batches of `chunkTokens` from its own start, after
 *    the prompt, with nothing of other continuations in the cache;
 * 4. no flash attention (its sums depend on the cut more, and may on threads); the cache in 16-bit floats; CPU only.
 *
 * A full chunk's state is then a function of the tokens up to its end and of nothing else, so that it may be kept and
 * used again bit for bit: that is all the prefix reuse there is. Threads do not matter: without flash attention
 * llama.cpp gives each output element to one thread. Tests hold us to both. The instruction set of the CPU does
 * matter, in the last bits; it is left out of the name, because an experiment that moves to another machine is to keep
 * what it has settled.
 */
export const CANONICAL = {
  /** Part of the memo key: raise it when an item above, or the release below, changes the bits. */
  name: 'llama/canonical-1',
  /** The llama.cpp release that the installed library brings; a test compares. */
  llamaCppRelease: 'v0.4.0',
  chunkTokens: 16,
} as const;

/** Prompts whose state is kept for reuse; does not touch results. */
export const SLOTS = 4;

/** Tokens that a request may hold, prompt and answer, where the model was trained on as many. */
export const CONTEXT_TOKENS = 4096;
