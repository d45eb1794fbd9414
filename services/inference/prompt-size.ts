/** How large a prompt is, without its tokenizer. */
import type { CompletionRequest, Prompt } from '../../domain/completion.ts';
import type { TokensAtMost } from '../../domain/endpoint.ts';
import type { Manner } from '../../domain/manner.ts';
import { answerTokensAtMost } from './cost.ts';

/** Room for what a chat template adds: its own system prompt, and marks around each message. */
const TEMPLATE_TOKENS = 64;
const MESSAGE_TOKENS = 16;
/** The usual rule of thumb for English. */
const CHARACTERS_A_TOKEN = 4;

/** What an answer is taken to need at most where nothing limits it and the manner does not say what it may think. */
const UNLIMITED_TOKENS = 32_768;

/** Upper bounds of a request's tokens: a token of a byte-level vocabulary holds a byte or more. */
export function tokensAtMost(
  request: CompletionRequest,
  { limit, reasoningTokens = 0 }: Manner = {},
): TokensAtMost {
  const { prompt } = request;
  const messages = prompt.kind === 'chat' ? prompt.messages.length : 0;
  const isUnlimited = limit === 'none' && reasoningTokens === 0;
  return {
    promptTokens: Buffer.byteLength(promptText(prompt)) + TEMPLATE_TOKENS + messages * MESSAGE_TOKENS,
    completionTokens: answerTokensAtMost(request) + (isUnlimited ? UNLIMITED_TOKENS : reasoningTokens),
  };
}

/** A guess at a text's tokens, for endpoints that do not count them. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}

/** All that a prompt says, as one text. */
export function promptText(prompt: Prompt): string {
  if (prompt.kind === 'raw') return prompt.text;
  return prompt.messages.map((message) => message.content).join('\n');
}
