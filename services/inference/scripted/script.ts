/**
 * What the scripted endpoint answers: a JSON file. Rules are tried in order and the first that fits answers; faults
 * come before answers. Everything random is drawn from the seed and the request, never from the order of arrival.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf, UserError } from '../../../domain/errors.ts';

/** Milliseconds until an answer: fixed, or drawn between two bounds from the seed and the request's body. */
const latency = z.union([
  z.number().min(0),
  z.strictObject({ low: z.number().min(0), high: z.number().min(0) }),
]);

/** Which requests a rule or fault concerns: all where nothing is said. */
const when = z.strictObject({
  model: z.string().optional(),
  /** The body has this member: `temperature`. */
  sends: z.string().optional(),
  /** The prompt holds this text, or each of these. */
  includes: z.union([z.string(), z.array(z.string())]).optional(),
});

/** The same words always. Longer than the request's `max_tokens` it is cut, as a model's answer would be. */
const textReply = z.strictObject({
  kind: z.literal('text'),
  text: z.string().nullable(),
  /** `null`: the answer does not say how it ended. */
  finishReason: z.enum(['stop', 'length', 'content_filter']).nullable().optional(),
  /** What a reasoning model thought, and under which name it is shown. */
  reasoning: z.string().optional(),
  reasoningMember: z.enum(['reasoning_content', 'reasoning']).default('reasoning_content'),
});
const refusalReply = z.strictObject({ kind: z.literal('refusal'), text: z.string() });

/** One of several words, drawn from the seed and the request's body; asked for log-probabilities, all of them. */
const choiceReply = z.strictObject({
  kind: z.literal('choice'),
  options: z.array(z.strictObject({ text: z.string(), probability: z.number().min(0).max(1) })).min(1),
});

/**
 * A population that follows the Rasch model: `respondent` is the phrase before a respondent's name in the prompt
 * (`Respondent ` in `Respondent 17`), theta is drawn from N(0, sd^2) for each name, and P(yes) = logistic(theta - b).
 * The same respondent gives the same item the same answer, always.
 */
const plantedReply = z.strictObject({
  kind: z.literal('planted'),
  respondent: z.string().min(1),
  sd: z.number().min(0),
  items: z.array(z.strictObject({ match: z.string().min(1), difficulty: z.number() })).min(1),
  yes: z.string().default('yes'),
  no: z.string().default('no'),
});

const reply = z.discriminatedUnion('kind', [textReply, refusalReply, choiceReply, plantedReply]);

const faultKind = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    retryAfterSeconds: z.number().min(0).optional(),
    message: z.string().optional(),
    code: z.string().optional(),
    /** The parameter that the error names. */
    param: z.string().optional(),
  }),
  /** The connection is cut before, or in the middle of, the answer. */
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({ kind: z.literal('truncate') }),
  /** The answer comes one byte at a time. */
  z.strictObject({ kind: z.literal('drip'), everyMs: z.number().min(1) }),
  z.strictObject({ kind: z.literal('never') }),
  /** Status 200, and no answer in it. */
  z.strictObject({ kind: z.literal('html') }),
  z.strictObject({ kind: z.literal('empty') }),
  z.strictObject({ kind: z.literal('no-choices') }),
  z.strictObject({ kind: z.literal('invalid-json') }),
]);

/** When a fault strikes; with no limit given it strikes always. */
const fault = z.strictObject({
  when: when.default({}),
  fault: faultKind,
  /** The first n arrivals of each different request. */
  firstOfEach: z.number().int().min(1).optional(),
  /** The first n requests that it concerns, whichever they are. */
  first: z.number().int().min(1).optional(),
  /** Each arrival with this probability, drawn from the seed, the body and how often it arrived. */
  probability: z.number().min(0).max(1).optional(),
});

export const scriptSchema = z.strictObject({
  seed: z.number().int().default(1),
  /** The ids it serves; others get 404. */
  models: z.array(z.string()).min(1),
  /** Where given, requests need it as their bearer token. */
  key: z.string().optional(),
  latencyMs: latency.default(0),
  /** False: answers say nothing about tokens. */
  usage: z.boolean().default(true),
  /** False: answers hold no log-probabilities, whoever asks for them. */
  logProbs: z.boolean().default(true),
  faults: z.array(fault).default([]),
  rules: z
    .array(z.strictObject({ when: when.default({}), latencyMs: latency.optional(), reply }))
    .default([]),
});

/** A script as it is used, defaults filled in. */
export type Script = z.output<typeof scriptSchema>;
/** A script as it is written. */
export type ScriptSource = z.input<typeof scriptSchema>;
export type Reply = z.output<typeof reply>;
export type Fault = z.output<typeof faultKind>;
export type When = z.output<typeof when>;
export type Latency = z.output<typeof latency>;

/** Reads a script file. @throws UserError naming the file and what is wrong in it */
export function readScript(path: string): Script {
  let source: unknown;
  try {
    source = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`the script cannot be read: ${messageOf(error)}`, { place: path });
  }
  const parsed = scriptSchema.safeParse(source);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(issue?.message ?? 'this is no script', {
    place: `${path}: ${issue?.path.join('.') ?? ''}`,
  });
}
