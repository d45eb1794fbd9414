/** A request as the OpenAI protocol writes it. */
import type { CompletionRequest } from '../../../domain/completion.ts';

/** The most that OpenAI and vLLM list. */
const LISTED_TOKENS = 20;

/** @param host OpenAI's own newer models want `max_completion_tokens`; most other servers know only `max_tokens` */
export function bodyOf(request: CompletionRequest, host: string): Record<string, unknown> {
  const { prompt } = request;
  const chat = prompt.kind === 'chat';
  const answerTokens = request.kind === 'generate' ? request.maxTokens : 1;
  const limit = chat && host === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens';
  return {
    model: request.model.model,
    ...(chat ? { messages: prompt.messages } : { prompt: prompt.text }),
    [limit]: answerTokens,
    ...(request.kind === 'generate' ? sampling(request) : scoring(chat)),
  };
}

function sampling(request: Extract<CompletionRequest, { kind: 'generate' }>): Record<string, unknown> {
  return {
    temperature: request.temperature,
    top_p: request.topP,
    stop: request.stop,
    seed: request.seed,
  };
}

function scoring(chat: boolean): Record<string, unknown> {
  return chat
    ? { temperature: 0, logprobs: true, top_logprobs: LISTED_TOKENS }
    : { temperature: 0, logprobs: LISTED_TOKENS };
}
