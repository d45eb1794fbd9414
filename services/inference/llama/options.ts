/**
 * What the probability of an option is. An option is the event that the answer begins with one of its spellings; what
 * comes after is left open (a model that says "A." has chosen A). Where an option's spelling continues another
 * option's (1 and 10), the longer one wins: the shorter option is that the answer begins with it and not with the
 * longer. The events of a request are so disjoint, and their probabilities add up to at most 1.
 */
import { Fault } from '../../../domain/errors.ts';
import { logSumExp } from './softmax.ts';

/** A token sequence to score, and the option it belongs to. */
export interface Continuation {
  readonly option: number;
  readonly tokens: readonly number[];
}

/**
 * The sequences to score: spellings with the same tokens once, and within an option no spelling that begins with
 * another of its spellings, whose event holds it already.
 *
 * @param spellings tokens by option and spelling
 * @throws Fault where a spelling is empty, or two options share one
 */
export function continuationsOf(spellings: readonly (readonly (readonly number[])[])[]): Continuation[] {
  const all = spellings.flatMap((ofOption, option) => {
    if (ofOption.length === 0 || ofOption.some((tokens) => tokens.length === 0))
      throw new Fault(`option ${option + 1} has no spelling, or an empty one`);
    const first = (tokens: readonly number[], index: number): boolean =>
      !ofOption.some(
        (other, at) => beginsWith(tokens, other) && (other.length < tokens.length || at < index),
      );
    return ofOption.filter(first).map((tokens) => ({ option, tokens }));
  });
  for (const [index, { option, tokens }] of all.entries()) {
    const twin = all.slice(index + 1).find((other) => other.option !== option && same(other.tokens, tokens));
    if (twin !== undefined)
      throw new Fault(`options ${option + 1} and ${twin.option + 1} have a spelling of the same tokens`);
  }
  return all;
}

/**
 * The natural log of each option's probability.
 *
 * @param logProbs of each continuation's tokens, summed, in the order of `continuations`
 */
export function optionLogProbs(
  options: number,
  continuations: readonly Continuation[],
  logProbs: readonly number[],
): number[] {
  const own = continuations.map((shorter, index) => {
    // Only the next longer ones: what continues those is in them.
    const longer = continuations.flatMap(({ option, tokens }, at) => {
      const within = option !== shorter.option && beginsWith(tokens, shorter.tokens);
      const nested = continuations.some(
        (between) =>
          between.tokens.length < tokens.length &&
          between.tokens.length > shorter.tokens.length &&
          beginsWith(tokens, between.tokens) &&
          beginsWith(between.tokens, shorter.tokens),
      );
      return within && !nested ? [logProbs[at] ?? -Infinity] : [];
    });
    const whole = logProbs[index] ?? -Infinity;
    return longer.length === 0 ? whole : logDifference(whole, logSumExp(longer));
  });
  return Array.from({ length: options }, (_, option) =>
    Math.min(0, logSumExp(own.filter((_log, index) => continuations[index]?.option === option))),
  );
}

/** log(exp(a) - exp(b)) for b <= a; never below what a double can tell from a, so that it stays finite. */
function logDifference(a: number, b: number): number {
  return a + Math.log(Math.max(-Math.expm1(b - a), Number.EPSILON));
}

function beginsWith(tokens: readonly number[], start: readonly number[]): boolean {
  return start.length <= tokens.length && start.every((token, index) => tokens[index] === token);
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && beginsWith(a, b);
}
