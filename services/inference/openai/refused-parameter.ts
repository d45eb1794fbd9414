/** A refusal that names a parameter: the line to write, instead of the same refusal for every call. */
import { APIError } from 'openai';
import { messageOf, TransportError } from '../../../domain/errors.ts';
import { OMITTABLE, type Manner } from '../../../domain/manner.ts';
import { redact } from './key.ts';

/** How OpenAI, vLLM, Azure and gateways refuse a parameter or its value. */
const REFUSED =
  /unsupported[ _](?:parameter|value)|not supported|does not support|unrecognized|unknown (?:parameter|field|name|argument)|unexpected (?:keyword|argument|field)|not permitted|extra (?:inputs|fields)|not allowed|invalid (?:parameter|argument)|is deprecated|invalid `?\w+`?: only/i;
const LIMIT_NAMES = ['max_tokens', 'max_completion_tokens'] as const;
const LONGEST = 300;
const LOG_PROBABILITIES = ['logprobs', 'top_logprobs'] as const;

/** Who was asked, and how. The message that comes of it does not hold the key. */
export interface Asked {
  readonly endpoint: string;
  readonly model: string;
  readonly manner: Manner;
  readonly key: string | undefined;
}

/** @returns undefined where the failure is no refusal of a parameter that we sent */
export function refusedParameter(error: unknown, asked: Asked): TransportError | undefined {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return undefined;
  const message = redact(messageOf(error), asked.key);
  const isRefusal = REFUSED.test(message) || /^unsupported_(?:parameter|value)$/.test(error.code ?? '');
  if (!isRefusal) return undefined;
  const ours = [
    ...[...LIMIT_NAMES, ...OMITTABLE, ...LOG_PROBABILITIES],
    ...Object.keys(asked.manner.extra ?? {}),
  ];
  const param = typeof error.param === 'string' ? error.param : '';
  const name = NO_PARAM.has(param) ? namedIn(message, ours) : ours.find((known) => isWithin(param, known));
  if (name === undefined) return undefined;
  const { endpoint, model } = asked;
  return new TransportError(
    `model '${model}' at endpoint '${endpoint}' refuses the parameter '${name}'. ${remedy(name, endpoint, model)} ` +
      `It said: ${message.slice(0, LONGEST)}`,
    { missingClass: 'rejected', retryable: false, concerns: 'model' },
  );
}

/** Gateways in Python write out their None. */
const NO_PARAM: ReadonlySet<string> = new Set(['', 'None']);

/** `chat_template_kwargs.enable_thinking` is within `chat_template_kwargs`. */
function isWithin(param: string, name: string): boolean {
  return param === name || param.startsWith(`${name}.`) || param.startsWith(`${name}[`);
}

/** The first of these parameters that the message names. */
function namedIn(message: string, names: readonly string[]): string | undefined {
  const found = names
    .map((name) => ({ name, at: message.search(mention(name)) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return found[0]?.name;
}

/** A name that is a word of English too (`stop`, `seed`) is a parameter only where it is set off as one. */
function mention(name: string): RegExp {
  const escaped = name.replaceAll(/\W/g, String.raw`\$&`);
  if (name.includes('_')) return new RegExp(String.raw`(?<![A-Za-z_])${escaped}(?![A-Za-z_])`);
  const before = String.raw`(?:['"\x60]|: |\b(?:parameter|argument|field|value|keyword|invalid) )`;
  const after = String.raw`(?: is | does |: )`;
  return new RegExp(
    String.raw`${before}${escaped}(?![A-Za-z_])|(?<![A-Za-z_])${escaped}${after}(?:not|un|deprecated)`,
    'i',
  );
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
