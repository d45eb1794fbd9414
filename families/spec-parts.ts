/** What the specs of several families have in common: names, models, and how an experiment is run. */
import { z } from 'zod';
import type { ModelRef } from '../domain/completion.ts';
import { LIMITS, OMITTABLE, refusedExtra, type Manner } from '../domain/manner.ts';
import { SLUG } from '../domain/experiment.ts';
import { capsBy } from '../domain/meters.ts';
import type { Execution } from './family.ts';

export const slug = z.string().regex(SLUG, 'use a to z, 0 to 9 and -');

/**
 * Fields of a model. Temperatures differ from family to family. What a spec leaves open the configuration may say, so that
 * absent and empty differ in a call; neither is a part of a spec's hash.
 */
export const modelFields = {
  name: slug.describe('How the rest of the spec calls it.'),
  endpoint: z.string().min(1).describe('An endpoint of holdfast.toml; `local` is the embedded model.'),
  model: z.string().min(1).describe('The id of the model at that endpoint.'),
  revision: z.string().min(1).optional().describe('The revision, where the endpoint knows revisions.'),
  adapter: z.string().min(1).optional().describe('A LoRA adapter among those of the endpoint.'),
  extra: z
    .record(z.string(), z.json())
    .superRefine((extra, context) => {
      for (const name of refusedExtra(extra))
        context.addIssue({ code: 'custom', path: [name], message: `'${name}' is sent by Holdfast itself` });
    })
    .optional()
    .meta({
      description: 'Sent with each request as it is: `reasoning_effort`, `chat_template_kwargs`.',
      default: {},
    }),
  limit: z
    .enum(LIMITS)
    .optional()
    .describe('The name under which the limit of tokens is sent, where the usual one is refused.'),
  omit: z.array(z.enum(OMITTABLE)).optional().meta({
    description: 'Parameters that are not sent, because the model refuses them.',
    default: [],
  }),
  reasoningTokens: z.number().int().min(0).optional().meta({
    description: 'Tokens that it may think before it answers: added to the limit of each call.',
    default: 0,
  }),
};

/** Fields at the head of every spec, beside `family`. */
export const headFields = {
  name: slug.describe('The name of the experiment.'),
  title: z.string().min(1).optional().describe('The title of the report.'),
  needs: z
    .string()
    .optional()
    .describe('What must be there before it can run, in words; said where something is not there.'),
  seed: z.number().int().min(0).default(1).describe('Every draw is derived from it.'),
};

const budgetSchema = z
  .strictObject({
    calls: z.number().int().positive().optional().describe('Calls at most.'),
    tokens: z.number().int().positive().optional().describe('Tokens at most.'),
    usd: z.number().positive().optional().describe('US dollars at most.'),
    hours: z.number().positive().optional().describe('Hours at most, not counting pauses.'),
    sandboxMinutes: z.number().positive().optional().describe('Minutes of programs in the sandbox at most.'),
  })
  .describe('Caps. At a cap the experiment waits; it loses nothing. No part of the hash.');

/** Fields that say how, not what. */
export const executionFields = {
  budget: budgetSchema.optional(),
  shardCells: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('Cells in a shard; chosen by measure where absent.'),
  window: z.number().int().positive().optional().describe('Shards in flight at most, up to 32.'),
  strict: z
    .boolean()
    .optional()
    .describe('Stops where a server says that another model answers than at first; else the report says so.'),
  weight: z.number().min(0.01).max(100).optional().meta({
    description: 'Turns at an endpoint for each turn of an experiment of weight 1 that asks it, too.',
    default: 1,
  }),
};

/** How, not what: no part of any hash. Hashes of files are added by the files' places. */
export const NOT_HASHED: ReadonlySet<string> = new Set([
  'file',
  'needs',
  'budget',
  'shardCells',
  'window',
  'strict',
  'weight',
  'title',
  'label',
]);

/** The execution that a spec with these fields states. */
export function executionOf(spec: {
  readonly budget?: z.infer<typeof budgetSchema> | undefined;
  readonly shardCells?: number | undefined;
  readonly window?: number | undefined;
  readonly weight?: number | undefined;
  readonly needs?: string | undefined;
  readonly strict?: boolean | undefined;
}): Execution {
  const { budget, shardCells, window, weight, needs, strict } = spec;
  return {
    caps: capsBy(({ spec: { field, of } }) => {
      const amount = budget?.[field];
      return amount === undefined ? undefined : Math.round(amount * of);
    }),
    ...(shardCells === undefined ? {} : { shardCells }),
    ...(window === undefined ? {} : { window }),
    ...(weight === undefined ? {} : { weight }),
    ...(needs === undefined ? {} : { needs }),
    ...(strict === undefined ? {} : { strict }),
  };
}

/** A model as requests name it. */
export function modelRef(model: {
  readonly endpoint: string;
  readonly model: string;
  readonly revision?: string | undefined;
  readonly adapter?: string | undefined;
  readonly extra?: Manner['extra'] | undefined;
  readonly limit?: Manner['limit'] | undefined;
  readonly omit?: Manner['omit'] | undefined;
  readonly reasoningTokens?: number | undefined;
}): ModelRef {
  const { extra, limit, omit, reasoningTokens } = model;
  const manner: Manner = {
    ...(extra === undefined ? {} : { extra }),
    ...(limit === undefined ? {} : { limit }),
    ...(omit === undefined ? {} : { omit }),
    ...(reasoningTokens === undefined ? {} : { reasoningTokens }),
  };
  return {
    endpoint: model.endpoint,
    model: model.model,
    ...(model.revision === undefined ? {} : { revision: model.revision }),
    ...(model.adapter === undefined ? {} : { adapter: model.adapter }),
    ...(Object.keys(manner).length === 0 ? {} : { manner }),
  };
}
