/** The shape of an answer, checked before it is believed: servers send HTML, `{}` and halves with status 200. */
import { z } from 'zod';
import type { Completion, GenerateRequest } from '../../../domain/completion.ts';
import { TransportError } from '../../../domain/errors.ts';
import { estimateTokens, promptText } from '../prompt-size.ts';

const usage = z.object({
  prompt_tokens: z.number().int(),
  completion_tokens: z.number().int().optional(),
  total_tokens: z.number().int().optional(),
  completion_tokens_details: z.object({ reasoning_tokens: z.number().int().nullish() }).nullish(),
});
const finish = z.string().nullish();
const listed = z.object({ token: z.string(), logprob: z.number() });
const listedAt = z.object({ content: z.array(z.object({ top_logprobs: z.array(listed) })).nullish() });

const chatChoice = z.object({
  finish_reason: finish,
  message: z.object({
    content: z.string().nullish(),
    refusal: z.string().nullish(),
    // vLLM, DeepSeek and llama.cpp's server say `reasoning_content`, gateways and newer vLLM `reasoning`.
    reasoning_content: z.string().nullish(),
    reasoning: z.string().nullish(),
  }),
  logprobs: listedAt.nullish(),
});

/** vLLM and OpenAI give a record of tokens, llama.cpp's server the list that chat answers have. */
const rawChoice = z.object({
  finish_reason: finish,
  text: z.string(),
  logprobs: z
    .union([z.object({ top_logprobs: z.array(z.record(z.string(), z.number()).nullable()) }), listedAt])
    .nullish(),
});

const chatAnswer = z.object({ choices: z.array(chatChoice).min(1), usage: usage.nullish() });
const rawAnswer = z.object({ choices: z.array(rawChoice).min(1), usage: usage.nullish() });

/** What both kinds of answer come to. */
export interface Answer {
  readonly text: string;
  /** '' where it shows none. */
  readonly reasoning: string;
  readonly finishReason: Completion['finishReason'];
  /** Natural log-probability of the likeliest first tokens, where they were asked for and given. */
  readonly firstTokens: ReadonlyMap<string, number> | undefined;
  readonly usage: z.infer<typeof usage> | undefined;
}

/**
 * @param body the parsed JSON; undefined is returned where it is no answer
 * @param reasoningTokens what the model may think: where it may, a text that was cut off may be thoughts alone
 */
export function readAnswer(kind: 'chat' | 'raw', body: unknown, reasoningTokens = 0): Answer | undefined {
  return kind === 'chat' ? readChat(body, reasoningTokens > 0) : readRaw(body, reasoningTokens > 0);
}

function readChat(body: unknown, mayThink: boolean): Answer | undefined {
  const answer = chatAnswer.safeParse(body);
  const choice = answer.data?.choices[0];
  if (choice === undefined) return undefined;
  const { content, refusal, reasoning_content, reasoning } = choice.message;
  // Nothing was said, and not even that this is the end: the answer is broken.
  if (typeof content !== 'string' && !refusal && !choice.finish_reason) return undefined;
  const isApart = Boolean(reasoning_content || reasoning) || isCountedApart(answer.data?.usage);
  const isCut = mayThink && !isApart && choice.finish_reason === 'length';
  const apart = splitThoughts(content ?? '', isCut);
  const top = choice.logprobs?.content?.[0]?.top_logprobs;
  return {
    text: refusal ? refusal : apart.text,
    reasoning: reasoning_content || reasoning || apart.reasoning,
    finishReason: refusal ? 'refusal' : finishReasonOf(choice.finish_reason),
    firstTokens: top === undefined ? undefined : likeliest(top.map((entry) => [entry.token, entry.logprob])),
    usage: answer.data?.usage ?? undefined,
  };
}

function readRaw(body: unknown, mayThink: boolean): Answer | undefined {
  const answer = rawAnswer.safeParse(body);
  const choice = answer.data?.choices[0];
  if (choice === undefined) return undefined;
  const given = choice.logprobs ?? {};
  const record = 'top_logprobs' in given ? (given.top_logprobs[0] ?? {}) : {};
  const list = 'content' in given ? given.content?.[0]?.top_logprobs : undefined;
  const entries = list?.map((entry) => [entry.token, entry.logprob] as const) ?? Object.entries(record);
  return {
    ...splitThoughts(choice.text, mayThink && choice.finish_reason === 'length'),
    finishReason: finishReasonOf(choice.finish_reason),
    firstTokens: likeliest(entries),
    usage: answer.data?.usage ?? undefined,
  };
}

const THOUGHTS = { open: '<think>', close: '</think>' };

interface Thoughts {
  readonly text: string;
  readonly reasoning: string;
}

/**
 * What a model thought aloud before its answer, where the server leaves it in the text. A template may have opened the
 * thoughts already; thoughts that never end have no answer behind them.
 *
 * @param isCut the text was cut off, and may be thoughts that the template opened: without an end it is
 */
export function splitThoughts(text: string, isCut = false): Thoughts {
  let { text: rest, reasoning } = splitFirst(text, isCut);
  while (rest !== text && rest.startsWith(THOUGHTS.open)) {
    const next = splitFirst(rest, isCut);
    rest = next.text;
    reasoning = [reasoning, next.reasoning].filter((part) => part !== '').join('\n');
  }
  return { text: rest, reasoning };
}

function splitFirst(text: string, isCut: boolean): Thoughts {
  const begun = text.trimStart().startsWith(THOUGHTS.open);
  const end = text.indexOf(THOUGHTS.close);
  const opened = text.indexOf(THOUGHTS.open);
  if (end < 0) {
    if (!begun && !isCut) return { text, reasoning: '' };
    return { text: '', reasoning: text.slice(begun ? opened + THOUGHTS.open.length : 0).trim() };
  }
  // A text about these marks is none that begins with thoughts.
  if (!begun && opened >= 0 && opened < end) return { text, reasoning: '' };
  const from = begun ? opened + THOUGHTS.open.length : 0;
  return {
    text: text.slice(end + THOUGHTS.close.length).trimStart(),
    reasoning: text.slice(from, end).trim(),
  };
}

/** Thoughts that are counted and not shown stand nowhere in the text. */
function isCountedApart(counted: Answer['usage'] | null): boolean {
  return (counted?.completion_tokens_details?.reasoning_tokens ?? 0) > 0;
}

/** Two tokens may read the same (bytes that are no text of their own): their probabilities are summed. */
function likeliest(entries: readonly (readonly [string, number])[]): Map<string, number> {
  const tokens = new Map<string, number>();
  for (const [token, logProb] of entries) {
    const known = tokens.get(token);
    tokens.set(token, known === undefined ? logProb : Math.log(Math.exp(known) + Math.exp(logProb)));
  }
  return tokens;
}

function finishReasonOf(reason: string | null | undefined): Completion['finishReason'] {
  switch (reason) {
    case 'length':
      return 'length';
    case 'content_filter':
      return 'content-filter';
    case 'abort':
    case 'error':
      throw new TransportError(`the endpoint broke off its answer (finish reason '${reason}')`, {
        missingClass: 'endpoint',
        retryable: true,
        came: 'useless',
      });
    default:
      return 'stop';
  }
}

/** Tokens as the endpoint counted them, else estimated and marked so. */
export function usageOf(answer: Answer, request: Pick<GenerateRequest, 'prompt'>): Completion['usage'] {
  if (answer.usage !== undefined) return counted(answer.usage);
  return {
    promptTokens: estimateTokens(promptText(request.prompt)),
    completionTokens: estimateTokens(answer.text) + estimateTokens(answer.reasoning),
    estimated: true,
  };
}

const telling = z.object({ usage });

/** What a body that is no answer says that it used; undefined where it says nothing. */
export function usageTold(body: unknown): Completion['usage'] | undefined {
  const told = telling.safeParse(body).data;
  return told === undefined ? undefined : counted(told.usage);
}

function counted(given: z.infer<typeof usage>): Completion['usage'] {
  const { prompt_tokens: promptTokens, completion_tokens = 0, total_tokens = 0 } = given;
  const reasoningTokens = given.completion_tokens_details?.reasoning_tokens ?? 0;
  return {
    promptTokens,
    // Some servers count the reasoning in the total alone.
    completionTokens: Math.max(completion_tokens, total_tokens - promptTokens),
    ...(reasoningTokens > 0 ? { reasoningTokens } : {}),
    estimated: false,
  };
}

const self = z.object({ model: z.string().nullish(), system_fingerprint: z.string().nullish() });
/** A server that names itself at length is cut: it is compared, not read. */
const LONGEST_NAME = 200;

/** What the server says of itself beside its answer. */
export function saidOfItself(body: unknown): Pick<Completion, 'saidOfItself'> {
  const { model, system_fingerprint: fingerprint } = self.safeParse(body).data ?? {};
  const said = {
    ...(model ? { model: model.slice(0, LONGEST_NAME) } : {}),
    ...(fingerprint ? { fingerprint: fingerprint.slice(0, LONGEST_NAME) } : {}),
  };
  return Object.keys(said).length === 0 ? {} : { saidOfItself: said };
}
