/** Endpoints as `holdfast.toml` names them, and what a backend does. Specs use the names only. */
import type { Completion, CompletionRequest, ModelIdentity, ModelRef, Usage } from './completion.ts';
import type { Manner } from './manner.ts';

/** Prices in micro-dollars for a million tokens; 0 where unknown or free. */
export interface Prices {
  readonly promptMicroUsdPerMillion: number;
  readonly completionMicroUsdPerMillion: number;
}

export type TokensAtMost = Pick<Usage, 'promptTokens' | 'completionTokens'>;

export interface EndpointConfig {
  readonly name: string;
  /**
   * `llama`: embedded GGUF; `openai`: any OpenAI-compatible address; `scripted`: our own seeded server, started by
   * `holdfast up`, which speaks the OpenAI protocol on a socket.
   */
  readonly kind: 'openai' | 'llama' | 'scripted';
  /** Base address, such as `https://api.openai.com/v1`; for `openai`. */
  readonly address?: string;
  /** Name of the environment variable that holds the key. The key itself is never stored. */
  readonly keyVariable?: string;
  /** Folder or file of GGUF weights for `llama`; the built-in weights where absent. */
  readonly weights?: string;
  /** Script file for `scripted`; absent only where somebody else serves it at an address. */
  readonly script?: string;
  /** Prices by model id; `*` for all others. */
  readonly prices: Readonly<Record<string, Prices>>;
  /** `NAME@REVISION` by model id, `*` for all others: servers that say the same share their answers. */
  readonly serves: Readonly<Record<string, string>>;
  /** How models are asked, by id; `*` for all others. */
  readonly manners: Readonly<Record<string, Manner>>;
  /** Concurrency that a dispatcher starts with and never exceeds: of each worker process, not of all together. */
  readonly concurrency: { readonly start: number; readonly max: number };
  /** Bytes of an answer that are read at most. */
  readonly answerBytes: number;
  /** One call's limit over the whole body, in milliseconds. */
  readonly timeoutMs: number;
  /** How long the dispatcher tries a call again before it is missing, in milliseconds. */
  readonly patienceMs: number;
}

/** Answers requests. It never retries; it throws `TransportError` where no completion came. */
export interface Backend {
  /** What stands for the model in memo keys. @throws UserError where the endpoint has no such model */
  identity(model: ModelRef): Promise<ModelIdentity>;
  /**
   * Asks an endpoint far away whether it is there, takes the key and has the model; `identity` does not, so that what
   * is settled is replayed without it. Absent where `identity` finds out all that.
   *
   * @throws UserError naming which of them fails
   */
  check?(model: ModelRef): Promise<void>;
  /** @param onSent called when it goes out, before its first byte does; at once where it goes nowhere */
  complete(request: CompletionRequest, signal: AbortSignal, onSent?: () => void): Promise<Completion>;
  /** Upper bounds of a request's tokens, for reservations. */
  tokensAtMost(request: CompletionRequest): TokensAtMost;
  close(): Promise<void>;
}
