/** Scores whole options: the prompt is evaluated once, and each continuation after it. */
import type { Token } from 'node-llama-cpp';
import { CANONICAL } from './canonical.ts';
import type { Evaluator, Place } from './evaluator.ts';
import { continuationsOf, optionLogProbs } from './options.ts';

export interface Scores {
  /** Natural log of each option's probability. */
  readonly logProbs: number[];
  /** Tokens of the continuations that were scored. */
  readonly tokens: number;
}

/**
 * @param spellings tokens by option and spelling
 * @throws Fault as `continuationsOf`; the signal's reason between evaluations
 */
export async function scoreOptions(
  evaluator: Evaluator,
  prompt: readonly Token[],
  spellings: readonly (readonly (readonly Token[])[])[],
  signal: AbortSignal,
): Promise<Scores> {
  const continuations = continuationsOf(spellings);
  const [end, next] = await evaluator.prompt(prompt, signal);
  const logProbs: number[] = [];
  for (const { tokens } of continuations) {
    signal.throwIfAborted();
    const first = next[tokens[0] ?? 0] ?? -Infinity;
    logProbs.push(
      tokens.length === 1 ? first : first + (await restLogProb(evaluator, end, tokens as Token[])),
    );
  }
  return {
    logProbs: optionLogProbs(spellings.length, continuations, logProbs),
    tokens: continuations.reduce((sum, { tokens }) => sum + tokens.length, 0),
  };
}

/** The log-probability of a continuation's tokens after its first, given the prompt and the first. */
async function restLogProb(evaluator: Evaluator, end: Place, tokens: readonly Token[]): Promise<number> {
  let sum = 0;
  let place = end;
  for (let start = 0; start < tokens.length - 1; start += CANONICAL.chunkTokens) {
    const chunk = tokens.slice(start, Math.min(start + CANONICAL.chunkTokens, tokens.length - 1));
    const [after, answers] = await evaluator.each(place, chunk);
    place = after;
    for (const [index, logs] of answers.entries()) sum += logs[tokens[start + index + 1] ?? 0] ?? -Infinity;
  }
  await evaluator.backTo(end);
  return sum;
}
