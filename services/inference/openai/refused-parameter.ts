/** A refusal that names a parameter: the line to write, instead of the same refusal for every call. */
import { APIError } from 'openai';
import { messageOf, TransportError } from '../../../domain/errors.ts';
import { OMITTABLE } from '../../../domain/manner.ts';
import { redact } from './key.ts';

/** How OpenAI, vLLM, Azure and gateways refuse a parameter or its value. */
const REFUSED =
  /unsupported[ _](?:parameter|value)|not supported|does not support|unrecognized|unknown (?:parameter|field|name|argument)|unexpected (?:keyword|argument|field)|not permitted|extra (?:inputs|fields)|not allowed|invalid (?:parameter|argument)/i;
const LIMIT_NAMES = ['max_tokens', 'max_completion_tokens'] as const;
const LONGEST = 300;
const LOG_PROBABILITIES = ['logprobs', 'top_logprobs'] as const;

/**
 * @param key what its message may not hold
 * @returns undefined where the failure is none of this kind
 */
export function refusedParameter(
  error: unknown,
  endpoint: string,
  model: string,
  key: string | undefined,
): TransportError | undefined {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return undefined;
  const message = redact(messageOf(error), key);
  const isRefusal = REFUSED.test(message) || /^unsupported_(?:parameter|value)$/.test(error.code ?? '');
  if (!isRefusal) return undefined;
  const param = typeof error.param === 'string' ? redact(error.param, key) : '';
  const name = param === '' ? namedIn(message) : param;
  if (name === undefined) return undefined;
  return new TransportError(
    `model '${model}' at endpoint '${endpoint}' refuses the parameter '${name}'. ${remedy(name, endpoint, model)} ` +
      `It said: ${message.slice(0, LONGEST)}`,
    { missingClass: 'rejected', retryable: false, concerns: 'model' },
  );
}

/** The first parameter of ours that the message names, quoted or not. */
function namedIn(message: string): string | undefined {
  const ours = [...LIMIT_NAMES, ...OMITTABLE, ...LOG_PROBABILITIES];
  const found = ours
    .map((name) => ({ name, at: message.search(new RegExp(String.raw`(?<![A-Za-z_])${name}(?![A-Za-z_])`)) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return found[0]?.name ?? /['"`]([a-z_]{2,40})['"`]/.exec(message)?.[1];
}

function remedy(name: string, endpoint: string, model: string): string {
  const line = (spec: string, toml: string): string =>
    `Write \`${spec}\` into the model's entry of the spec, or \`${toml}\` under [endpoints.${endpoint}.models."${model}"] in holdfast.toml.`;
  if (LIMIT_NAMES.some((known) => known === name)) {
    const other = name === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    return line(`limit: ${other}`, `limit = "${other}"`);
  }
  if (OMITTABLE.some((known) => known === name)) return line(`omit: [${name}]`, `omit = ["${name}"]`);
  if (LOG_PROBABILITIES.some((known) => known === name))
    return 'It gives no log-probabilities: ask for text instead.';
  return `Take '${name}' out of \`extra\`, in the spec or in holdfast.toml.`;
}
