/** Answers as the OpenAI protocol writes them. */
import { tokensOf, type ScriptedAnswer } from './answer.ts';
import type { ScriptedRequest } from './request.ts';

/** The least probability that a list shows. */
const LEAST = 1e-9;

export function answerBody(request: ScriptedRequest, answer: ScriptedAnswer, usage: boolean): object {
  const promptTokens = tokensOf(request.text).length;
  const reasoningTokens = tokensOf(answer.reasoning?.text ?? '').length;
  const completionTokens = tokensOf(answer.text ?? answer.refusal ?? '').length + reasoningTokens;
  const common = {
    id: `scripted-${request.sha256.slice(0, 12)}`,
    created: 0,
    model: request.model,
    ...(usage ? { usage: counts(promptTokens, completionTokens, reasoningTokens) } : {}),
  };
  const choice = { index: 0, finish_reason: answer.finishReason };
  if (request.kind === 'raw') {
    const text = answer.text ?? answer.refusal ?? '';
    return {
      ...common,
      object: 'text_completion',
      choices: [{ ...choice, text, logprobs: rawLogProbs(request, answer) }],
    };
  }
  const thought = answer.reasoning === undefined ? {} : { [answer.reasoning.member]: answer.reasoning.text };
  const message = { role: 'assistant', content: answer.text, refusal: answer.refusal, ...thought };
  return {
    ...common,
    object: 'chat.completion',
    choices: [{ ...choice, message, logprobs: chatLogProbs(request, answer) }],
  };
}

function counts(prompt: number, completion: number, reasoning: number): object {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(reasoning === 0 ? {} : { completion_tokens_details: { reasoning_tokens: reasoning } }),
  };
}

function chatLogProbs(request: ScriptedRequest, answer: ScriptedAnswer): object | null {
  if (!request.wantsLogProbs) return null;
  const top = answer.words.map(({ text, probability }) => ({
    token: text,
    logprob: Math.log(Math.max(LEAST, probability)),
    bytes: null,
  }));
  const token = answer.text ?? '';
  return {
    content: [
      {
        token,
        logprob: top.find((word) => word.token === token)?.logprob ?? 0,
        bytes: null,
        top_logprobs: top,
      },
    ],
  };
}

function rawLogProbs(request: ScriptedRequest, answer: ScriptedAnswer): object | null {
  if (!request.wantsLogProbs) return null;
  const top = Object.fromEntries(
    answer.words.map(({ text, probability }) => [text, Math.log(Math.max(LEAST, probability))]),
  );
  const token = answer.text ?? '';
  return { tokens: [token], token_logprobs: [top[token] ?? 0], top_logprobs: [top], text_offset: [0] };
}

export function errorBody(message: string, code?: string, param?: string): object {
  return { error: { message, type: 'scripted', param: param ?? null, code: code ?? null } };
}
