/** One way of having a problem solved. Each method is a small file of its own; this is what they share. */
import type { ChatMessage, Completion, GenerateRequest, ModelRef } from '../../../domain/completion.ts';
import { ask, type Talk } from '../../../domain/dialogue.ts';
import { deriveSeed } from '../../../domain/seeds.ts';
import type { CallEstimate } from '../../family.ts';
import { promptTokens } from '../../prompt-tokens.ts';
import type { Verdict } from '../outcome.ts';
import type { Problem } from '../problems/problem.ts';
import type { MethodKind } from '../spec.ts';

/** A problem in one run. */
export interface Asked {
  readonly problem: Problem;
  /** The spec's seed: every draw is derived from it. */
  readonly specSeed: number;
  /** The run. */
  readonly seed: number;
  /** From 1. */
  readonly replicate: number;
}

export interface Method {
  readonly name: string;
  readonly kind: MethodKind;
  readonly label: string;
  /** The spec's name of the model; null where it asks none of its own. */
  readonly modelName: string | null;
  /** Every model that it may ask. */
  readonly models: readonly ModelRef[];
  /** Names of the tools that it uses. */
  readonly tools: readonly string[];
  /** Whether it has programs run. */
  readonly programs: boolean;
  /** Whether another run may come to another answer. */
  readonly samples: boolean;
  /** Calls for one problem. */
  readonly callsAtMost: number;
  /** False where the problem lacks what the method needs: then it has no cell. */
  fits(problem: Problem): boolean;
  solve(asked: Asked): Talk<Verdict>;
  /** Calls of one problem, without those that another method of the spec makes anyway. */
  estimate(asked: Asked): readonly CallEstimate[];
}

/** Who is asked, and how. */
export interface Voice {
  readonly model: ModelRef;
  readonly modelName: string;
  readonly temperature: number;
  readonly maxTokens: number;
}

/** Draws of one replicate; those of the next begin above. Frozen: memo keys hash draws. */
const DRAWS_OF_A_REPLICATE = 1000;

/**
 * A request and its draw. Neither knows the method: whoever asks the same gets the same answer, and a method that is
 * added to a spec later pays for nothing that is there. Greedy answers are shared by all seeds.
 *
 * @param sample which sample of this problem in this run, from 0
 */
export function requestOf(
  voice: Voice,
  messages: readonly ChatMessage[],
  { problem, specSeed, seed, replicate }: Asked,
  sample = 0,
): { readonly request: GenerateRequest; readonly draw: number } {
  return {
    request: {
      kind: 'generate',
      model: voice.model,
      prompt: { kind: 'chat', messages },
      maxTokens: voice.maxTokens,
      temperature: voice.temperature,
      ...(voice.temperature > 0
        ? { seed: deriveSeed(specSeed, 'completion', seed, problem.id, replicate, sample) }
        : {}),
    },
    draw: (replicate - 1) * DRAWS_OF_A_REPLICATE + sample,
  };
}

export function* say(
  voice: Voice,
  messages: readonly ChatMessage[],
  asked: Asked,
  sample: number,
): Talk<Completion> {
  const { request, draw } = requestOf(voice, messages, asked, sample);
  return yield* ask(request, draw);
}

/** `calls` questions of one length, perhaps with later rounds. */
export function estimateOf(
  voice: Voice,
  messages: readonly ChatMessage[],
  calls: { readonly atLeast: number; readonly atMost: number },
): CallEstimate {
  return {
    model: voice.model,
    times: 1,
    callsAtLeast: calls.atLeast,
    callsAtMost: calls.atMost,
    promptTokens: promptTokens({ kind: 'chat', messages }) * Math.max(1, calls.atLeast),
    completionTokensAtMost: calls.atMost * voice.maxTokens,
  };
}

/** A verdict without an answer for what ended otherwise than by itself; undefined where it ended well. */
export function cutShort(completion: Completion, isComplete: (text: string) => boolean): Verdict | undefined {
  const { finishReason, text } = completion;
  switch (finishReason) {
    case 'stop':
      return undefined;
    case 'refusal':
      return { status: 'refused', answers: [], written: text };
    case 'content-filter':
      return { status: 'filtered', answers: [], written: text };
    case 'too-long':
      return { status: 'too-long', answers: [], written: text };
    case 'length':
      // Cut off after its answer stood there, nothing that counts is lost.
      return isComplete(text) ? undefined : { status: 'truncated', answers: [], written: text };
  }
}
