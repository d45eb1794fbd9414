/** About how many tokens a prompt has, before anything is asked. */
import type { Prompt } from '../domain/completion.ts';

/** English has about four characters a token; chat templates add a few tokens a message. */
const CHARACTERS_PER_TOKEN = 4;
const TOKENS_PER_MESSAGE = 6;

export function promptTokens(prompt: Prompt): number {
  const texts = prompt.kind === 'raw' ? [prompt.text] : prompt.messages.map((message) => message.content);
  const tokens = texts.map((text) => Math.ceil(text.length / CHARACTERS_PER_TOKEN) + TOKENS_PER_MESSAGE);
  return tokens.reduce((sum, count) => sum + count, 0);
}
