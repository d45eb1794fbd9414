/**
 * Options scored by the first token of the answer, which is all that the protocol shows: the log-probabilities of the
 * twenty likeliest first tokens.
 */
import { TransportError } from '../../../domain/errors.ts';

export interface OptionScores {
  /** Natural log of each option's summed probability, finite. */
  readonly logProbs: readonly number[];
  /** Options that are not listed: their figure is an upper bound. */
  readonly bounded: readonly number[];
}

/** A probability that no list resolves: 1e-12 stands for "nothing is left". */
const LEAST = 1e-12;

/**
 * Sums the spellings of each option over the listed tokens. An option of which no spelling is listed gets the largest
 * probability that it can have: no more than the least likely listed token, and no more than its part of what the
 * list leaves over. It is named in `bounded`.
 *
 * @param tokens the likeliest first tokens and their log-probabilities
 * @param options for each option its spellings
 * @throws TransportError (`rejected`) where an option is no single token, so that its first token is not the option
 */
export function scoreFirstTokens(
  tokens: ReadonlyMap<string, number>,
  options: readonly (readonly string[])[],
): OptionScores {
  const listed = options.map((spellings) => {
    let sum = 0;
    for (const spelling of new Set(spellings)) sum += Math.exp(tokens.get(spelling) ?? -Infinity);
    return sum;
  });
  const bounded = listed.flatMap((sum, index) => (sum === 0 ? [index] : []));
  for (const index of bounded) rejectLongerThanAToken(tokens, options[index] ?? []);

  const probabilities = [...tokens.values()].map(Math.exp);
  const leftOver = Math.max(0, 1 - probabilities.reduce((a, b) => a + b, 0));
  const bound = Math.max(LEAST, Math.min(...probabilities, leftOver / Math.max(1, bounded.length)));
  return { logProbs: listed.map((sum) => Math.log(sum === 0 ? bound : sum)), bounded };
}

function rejectLongerThanAToken(tokens: ReadonlyMap<string, number>, spellings: readonly string[]): void {
  for (const spelling of spellings) {
    for (const token of tokens.keys()) {
      const isBeginning = token.trim() !== '' && token.length < spelling.length && spelling.startsWith(token);
      if (!isBeginning) continue;
      throw new TransportError(
        `option '${spelling.trim()}' is not one token of this model (it begins with '${token}'), and this endpoint ` +
          'shows first tokens only: use letters or short words as options, or ask for text',
        { missingClass: 'rejected', retryable: false, came: 'useless' },
      );
    }
  }
}
