/** Prompts as text and as tokens. */
import type { LlamaModel, Token } from 'node-llama-cpp';
import type { ChatMessage, Prompt } from '../../../domain/completion.ts';
import { TransportError } from '../../../domain/errors.ts';
import { renderChat } from './chat-template.ts';

/**
 * The exact text that the model sees: a chat through the weights' template, or as a transcript where they have none; a raw
 * prompt as it is.
 *
 * @throws TransportError (`rejected`) where a message holds a control token's text: it would end a turn or open one
 */
export function promptText(model: LlamaModel, prompt: Prompt): string {
  if (prompt.kind === 'raw') return prompt.text;
  const template = model.fileInfo.metadata.tokenizer.chat_template;
  for (const { content } of prompt.messages)
    if (!sameTokens(model.tokenize(content, true), model.tokenize(content)))
      throw rejected(`a message holds the text of a control token: ${JSON.stringify(content.slice(0, 80))}`);
  if (template === undefined) return transcript(prompt.messages);
  const { bosString, eosString } = model.tokens;
  return renderChat(template, prompt.messages, { bos: bosString ?? '', eos: eosString ?? '' });
}

/**
 * How a base model is asked, which knows no turns: what was said, a blank line between, answers after `Answer:`, and the
 * last one left open.
 */
export function transcript(messages: readonly ChatMessage[]): string {
  const turns = messages.map(({ role, content }) => (role === 'assistant' ? `Answer: ${content}` : content));
  return [...turns, 'Answer:'].join('\n\n');
}

/** The prompt's tokens: control tokens by their text, and the mark of the beginning where the model wants one. */
export function promptTokens(model: LlamaModel, prompt: Prompt): Token[] {
  const tokens = model.tokenize(promptText(model, prompt), true);
  const { bos, shouldPrependBosToken } = model.tokens;
  if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos);
  if (tokens.length === 0) throw rejected('the prompt is empty');
  return tokens;
}

/** A continuation's tokens, cut apart from the prompt's: its letters, never control tokens. */
export function continuationTokens(model: LlamaModel, spelling: string): Token[] {
  return model.tokenize(spelling, false, 'trimLeadingSpace');
}

function sameTokens(a: readonly Token[], b: readonly Token[]): boolean {
  return a.length === b.length && a.every((token, index) => token === b[index]);
}

/** A request that this model can never answer. */
export function rejected(message: string): TransportError {
  return new TransportError(message, { missingClass: 'rejected', retryable: false });
}
