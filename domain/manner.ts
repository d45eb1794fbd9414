/** How a model wants to be asked, where it differs from most: reasoning models refuse what others need. */
import type { JsonObject } from './json.ts';

/** Parameters that may be left out where a model refuses them. The model then takes its own default. */
export const OMITTABLE = ['temperature', 'top_p', 'stop', 'seed'] as const;
export type Omittable = (typeof OMITTABLE)[number];

/** Under which name the limit of an answer's tokens is sent; `none`: it is not sent. */
export const LIMITS = ['max_tokens', 'max_completion_tokens', 'none'] as const;
export type Limit = (typeof LIMITS)[number];

/** What Holdfast sends itself: `extra` may not hold it. */
const SENT_BY_US: readonly string[] = [
  ...['model', 'messages', 'prompt', 'n', 'stream', 'logprobs', 'top_logprobs', 'tools', 'functions'],
  ...['max_tokens', 'max_completion_tokens', ...OMITTABLE],
];

/** Members of `extra` that may not be there. */
export function refusedExtra(extra: object): string[] {
  return Object.keys(extra).filter((member) => SENT_BY_US.includes(member));
}

export interface Manner {
  /** Members of the request's body, sent as they are: `reasoning_effort`, `chat_template_kwargs`. */
  readonly extra?: JsonObject;
  readonly limit?: Limit;
  readonly omit?: readonly Omittable[];
  /** Tokens that it may think before it answers: added to the limit of each call, and reserved. */
  readonly reasoningTokens?: number;
}

/** What a spec says goes before what the configuration says, member by member. */
export function mannerOf(spec: Manner | undefined, configured: Manner | undefined): Manner {
  return { ...configured, ...spec };
}

/**
 * What of a manner can change an answer, for memo keys; undefined where nothing can, so that keys of before stand. The
 * name of the limit changes nothing, its absence does.
 */
export function mannerIdentity({
  extra,
  limit,
  omit = [],
  reasoningTokens = 0,
}: Manner): JsonObject | undefined {
  const identity: JsonObject = {
    ...(extra === undefined || Object.keys(extra).length === 0 ? {} : { extra }),
    ...(limit === 'none' ? { limit } : {}),
    ...(omit.length === 0 ? {} : { omit: [...new Set(omit)].sort() }),
    ...(reasoningTokens === 0 ? {} : { reasoningTokens }),
  };
  return Object.keys(identity).length === 0 ? undefined : identity;
}
