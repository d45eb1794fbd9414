/** The answer that a rule gives: its words, and the probabilities behind them. */
import { randomStream } from '../../../domain/seeds.ts';
import { plantedAnswer } from './planted.ts';
import type { ScriptedRequest } from './request.ts';
import type { Reply } from './script.ts';

export interface ScriptedAnswer {
  readonly text: string | null;
  readonly finishReason: 'stop' | 'length' | 'content_filter' | null;
  readonly reasoning?: { readonly text: string; readonly member: 'reasoning_content' | 'reasoning' };
  readonly refusal: string | null;
  /** Words that could have come instead, with their probabilities. */
  readonly words: readonly { readonly text: string; readonly probability: number }[];
}

/** @returns undefined where the rule cannot answer: a planted population that knows no respondent or item here */
export function answerOf(reply: Reply, seed: number, request: ScriptedRequest): ScriptedAnswer | undefined {
  switch (reply.kind) {
    case 'refusal':
      return { text: null, finishReason: 'stop', refusal: reply.text, words: [] };
    case 'text': {
      const thought =
        reply.reasoning === undefined
          ? {}
          : { reasoning: { text: reply.reasoning, member: reply.reasoningMember } };
      if (reply.text === null || reply.finishReason !== undefined) {
        const finishReason = reply.finishReason === undefined ? 'stop' : reply.finishReason;
        return {
          text: reply.text,
          finishReason,
          refusal: null,
          words: certain(reply.text ?? ''),
          ...thought,
        };
      }
      return { ...spoken(reply.text, request.maxTokens, certain(reply.text)), ...thought };
    }
    case 'choice': {
      const word = drawn(reply.options, randomStream(seed, 'choice', request.sha256).uniform());
      return spoken(word, request.maxTokens, reply.options);
    }
    case 'planted': {
      const answer = plantedAnswer(reply, seed, request);
      return answer && spoken(answer.word, request.maxTokens, answer.words);
    }
  }
}

/** Words of the probabilities given; what they leave over goes to the last. */
function drawn(options: readonly { text: string; probability: number }[], u: number): string {
  let sum = 0;
  for (const option of options) {
    sum += option.probability;
    if (u < sum) return option.text;
  }
  return options.at(-1)?.text ?? '';
}

/** A token is a word with the white space before it, which is close enough for a limit to bite. */
function spoken(text: string, maxTokens: number, words: ScriptedAnswer['words']): ScriptedAnswer {
  const tokens = tokensOf(text);
  if (tokens.length <= maxTokens) return { text, finishReason: 'stop', refusal: null, words };
  return { text: tokens.slice(0, maxTokens).join(''), finishReason: 'length', refusal: null, words };
}

export function tokensOf(text: string): readonly string[] {
  return text.match(/\s*\S+/g) ?? [];
}

function certain(text: string): ScriptedAnswer['words'] {
  return text === '' ? [] : [{ text, probability: 1 }];
}
