/** Refusals of an endpoint that concern what one cell says. They are answers: asked again, the same text is refused again. */
import { APIError } from 'openai';
import type { Completion } from '../../../domain/completion.ts';

/** Too long for the model, by code: OpenAI and vLLM; llama.cpp's server says it as a type. */
const TOO_LONG: ReadonlySet<unknown> = new Set([
  ...['context_length_exceeded', 'string_above_max_length', 'exceed_context_size_error'],
]);
/** Servers that give no code: vLLM, Ollama, llama.cpp and gateways before them. */
const TOO_LONG_WORDS =
  /maximum context length|exceeds? the (?:available )?context|context (?:length|window) exceeded/i;
/** A filter in front of the model. */
const FILTERED: ReadonlySet<unknown> = new Set([
  'content_filter',
  'content_policy_violation',
  'invalid_prompt',
]);

type Reason = Extract<Completion['finishReason'], 'too-long' | 'content-filter'>;

/** An answer that says nothing but why. */
export class Withheld {
  readonly reason: Reason;

  constructor(reason: Reason) {
    this.reason = reason;
  }
}

/** How such an answer ended; undefined where the failure is another one. */
export function withheldReason(error: unknown): Reason | undefined {
  if (!(error instanceof APIError) || !REFUSING.has(error.status)) return undefined;
  if (FILTERED.has(error.code)) return 'content-filter';
  return TOO_LONG.has(error.code) || TOO_LONG.has(error.type) || TOO_LONG_WORDS.test(error.message)
    ? 'too-long'
    : undefined;
}

const REFUSING: ReadonlySet<unknown> = new Set([400, 413, 422]);
