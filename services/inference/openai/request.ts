/** A request as the OpenAI protocol writes it. */
import type { CompletionRequest } from '../../../domain/completion.ts';
import type { Manner } from '../../../domain/manner.ts';

/** The most that OpenAI and vLLM list. */
const LISTED_TOKENS = 20;

/**
 * @param host OpenAI's own newer models want `max_completion_tokens`; most other servers know only `max_tokens`, and
 *   gateways want either: `manner.limit` says which
 */
export function bodyOf(
  request: CompletionRequest,
  host: string,
  manner: Manner = {},
): Record<string, unknown> {
  const { prompt } = request;
  const chat = prompt.kind === 'chat';
  const { extra, omit = [], reasoningTokens = 0 } = manner;
  const answerTokens = request.kind === 'generate' ? request.maxTokens : 1;
  const usual = chat && host === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens';
  const limit = manner.limit ?? usual;
  const parameters: Record<string, unknown> = request.kind === 'generate' ? sampling(request) : scoring(chat);
  for (const name of omit) delete parameters[name];
  return {
    ...extra,
    model: request.model.model,
    ...(chat ? { messages: prompt.messages } : { prompt: prompt.text }),
    ...(limit === 'none' ? {} : { [limit]: answerTokens + reasoningTokens }),
    ...parameters,
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
