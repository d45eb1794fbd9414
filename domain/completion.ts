/** Completions: one answer of one model to one request, and what is asked. */
import type { JsonObject } from './json.ts';
import type { Manner } from './manner.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Chat messages, or the raw text that a base model continues. */
export type Prompt =
  | { readonly kind: 'chat'; readonly messages: readonly ChatMessage[] }
  | { readonly kind: 'raw'; readonly text: string };

/** A model as a spec names it: where it is asked, and which one. */
export interface ModelRef {
  /** Name of an endpoint in `holdfast.toml` (`local` is built in: the embedded model). */
  readonly endpoint: string;
  /** The model's id at that endpoint. */
  readonly model: string;
  /** The revision that the spec pins, if the endpoint knows revisions. */
  readonly revision?: string;
  /** Name of a LoRA adapter file among the endpoint's adapters. */
  readonly adapter?: string;
  /** How the spec says that it is asked; the configuration may say more. */
  readonly manner?: Manner;
}

/** Ask for text. */
export interface GenerateRequest {
  readonly kind: 'generate';
  readonly model: ModelRef;
  readonly prompt: Prompt;
  readonly maxTokens: number;
  /** 0 is greedy. */
  readonly temperature: number;
  readonly topP?: number;
  readonly stop?: readonly string[];
  /** Present for sampled text only, so that exact answers are shared by whoever asks the same. */
  readonly seed?: number;
}

/** Ask how probable each option is as the whole continuation of the prompt. */
export interface ScoreRequest {
  readonly kind: 'score';
  readonly model: ModelRef;
  readonly prompt: Prompt;
  /** For each option its spellings (` A`, `A`, ...): their probabilities are summed. */
  readonly options: readonly (readonly string[])[];
}

export type CompletionRequest = GenerateRequest | ScoreRequest;

/** Tokens, counted by the endpoint; `estimated` where it did not say. */
export interface Usage {
  readonly promptTokens: number;
  /** Those of the reasoning too: they are paid for. */
  readonly completionTokens: number;
  /** Where the endpoint counts them apart. */
  readonly reasoningTokens?: number;
  readonly estimated: boolean;
}

/** One answer. Refusals and truncations are answers; a transport failure is not. */
export interface Completion {
  readonly text: string;
  /** What the model thought before it answered: shown, and never read as its answer. */
  readonly reasoning?: string;
  /** `too-long`: the endpoint takes no prompt of this length; `content-filter`: a filter before or behind the model. */
  readonly finishReason: 'stop' | 'length' | 'refusal' | 'content-filter' | 'too-long';
  /** Natural log of each option's summed probability, in the order of the request; for `score` only. */
  readonly optionLogProbs?: readonly number[];
  /** Options (by index) whose figure is an upper bound: the endpoint lists only its likeliest tokens. */
  readonly boundedOptions?: readonly number[];
  readonly tokenIds?: readonly number[];
  readonly tokenLogProbs?: readonly number[];
  readonly usage: Usage;
  readonly latencyMs: number;
  /** What the server said of itself with this answer; absent where it said nothing. */
  readonly saidOfItself?: SaidOfItself;
}

/** A change of it within a study is a change of who answers, whatever the address. */
export interface SaidOfItself {
  /** The model that it says it asked: often a dated name behind an alias. */
  readonly model?: string;
  /** OpenAI's `system_fingerprint`, which vLLM and llama.cpp's server have too. */
  readonly fingerprint?: string;
}

/**
 * What stands for the model in a memo key: the weights' hash where we hold them. A server's model is its address and the id there,
 * for a name alone says not whose answer it is; or what `holdfast.toml` says that it serves.
 */
export interface ModelIdentity {
  /** Backend kind, and for embedded backends the name of the one canonical evaluation. */
  readonly kind: string;
  readonly weights?: string;
  readonly model?: string;
  readonly revision?: string;
  readonly adapter?: string;
  /** Of a server, as `addressIdentity` writes it; absent where `weights` or `serves` say more. */
  readonly address?: string;
  /** `NAME@REVISION`: the user's word that servers which say so hold the same weights, and take the same prompts. */
  readonly serves?: string;
  /** How it is asked, as far as that can change an answer. */
  readonly manner?: JsonObject;
}

/** Raised when what a key hashes changes its meaning: old answers are then left alone, never misread. */
const MEMO_KEY_VERSION = 1;

/**
 * What a memo key hashes: everything that was sent and asked back, who answers, and which draw. The endpoint's name
 * is left out: the same model answers the same under any name.
 */
export function memoKeyText(
  request: CompletionRequest,
  identity: ModelIdentity,
  draw: { readonly replicate: string; readonly draw: number },
): JsonObject {
  const { model: _where, ...asked } = request;
  return {
    version: MEMO_KEY_VERSION,
    identity: { ...identity },
    asked: JSON.parse(JSON.stringify(asked)) as JsonObject,
    replicate: draw.replicate,
    draw: draw.draw,
  };
}

/**
 * The address of an endpoint as identities hold it: lower case where that means nothing, without default ports, query and
 * last slash. Undefined where it has none of its own.
 */
export function addressOf({ address }: { readonly address?: string }): string | undefined {
  return address === undefined ? undefined : addressIdentity(address);
}

/** As `addressOf`, of an address that is there. */
export function addressIdentity(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

/**
 * What stood for a server's model until version 0.2.0: its name. Answers kept under it are read only where the store knows that
 * they came from the same address.
 *
 * @returns undefined where the identity is as it was then
 */
export function nameAlone(identity: ModelIdentity, model: ModelRef): ModelIdentity | undefined {
  const { address, serves, ...rest } = identity;
  return address === undefined && serves === undefined ? undefined : { ...rest, model: model.model };
}
