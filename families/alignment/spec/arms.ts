/** Who is asked in place of people, and how: one arm is one way of doing it. */
import { z } from 'zod';
import { modelFields, slug } from '../../spec-parts.ts';

export const modelSchema = z.strictObject({
  ...modelFields,
  temperatures: z
    .array(z.number().min(0).max(2))
    .min(1)
    .default([1])
    .describe('Each temperature is a respondent of its own. Option probabilities are exact and use none.'),
});

const field = z
  .strictObject({
    cuts: z
      .array(z.number())
      .min(1)
      .optional()
      .describe('Band limits, ascending: a value belongs to the band after the last limit that it reaches.'),
    words: z
      .union([z.array(z.string().min(1)), z.record(z.string(), z.string().min(1))])
      .optional()
      .describe('With cuts: a word for each band (one more than limits). Else: a word for each value.'),
  })
  .describe('How a covariate is put into words.');

const persona = {
  phrase: z
    .string()
    .min(1)
    .describe('The persona as a noun phrase with the fields in braces: "a {gender} of {age} years".'),
  fields: z
    .record(z.string(), field)
    .default({})
    .describe('Words for the fields of the phrase; a field that is not here stands as the data have it.'),
};

const respondentsSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z
        .literal('people')
        .describe('One respondent for each real person, with that person’s covariates.'),
      ...persona,
      sample: z.number().int().min(2).optional().describe('Draw this many of the people; all where absent.'),
      asAdministered: z
        .boolean()
        .default(false)
        .describe('Ask only the items that the real person answered; the others are "not administered".'),
    }),
    z.strictObject({
      kind: z
        .literal('personas')
        .describe('Each distinct persona among the people once, weighted by its people.'),
      ...persona,
    }),
    z.strictObject({
      kind: z.literal('grid').describe('Every combination of the values given, with equal weights.'),
      ...persona,
      values: z
        .record(z.string(), z.array(z.union([z.string(), z.number()])).min(1))
        .describe('Values by field.'),
    }),
    z.strictObject({ kind: z.literal('none').describe('No persona: the model is asked as it is.') }),
  ])
  .describe('Who answers.');

const prompt = z
  .enum(['chat', 'raw'])
  .default('chat')
  .describe('chat: messages; raw: one text that a base model continues.');

const rotations = z
  .number()
  .int()
  .min(1)
  .default(1)
  .describe(
    'Ask with the options in this many orders, each shifted by one; a respondent’s answers are averaged.',
  );

const askSchema = z
  .discriminatedUnion('mode', [
    z.strictObject({
      mode: z.literal('text').describe('The model writes an answer and a strict parser reads it.'),
      prompt,
      parser: z
        .enum(['letter', 'yes-no', 'number', 'brackets'])
        .default('letter')
        .describe('letter: A, B, ...; yes-no; number; brackets: the answer stands in [[double brackets]].'),
      rotations,
      maxTokens: z.number().int().min(1).max(8192).default(16).describe('Tokens of an answer at most.'),
    }),
    z.strictObject({
      mode: z.literal('options').describe('The exact probability of each option is read; nothing is drawn.'),
      prompt,
      scored: z
        .enum(['letter', 'text'])
        .default('letter')
        .describe('What is scored as the continuation: the letter of an option, or its text.'),
      rotations,
    }),
  ])
  .describe('How an item is asked.');

export const armSchema = z.strictObject({
  name: slug.describe('The name of the arm; cells and seeds are keyed by it.'),
  label: z.string().min(1).optional().describe('What the report calls it.'),
  planted: z
    .strictObject({
      rho: z.number().min(-1).max(1).describe('Correlation of all planted difficulties with the people’s.'),
      spread: z.number().positive().describe('Their standard deviation over that of the people’s.'),
      displaced: z
        .array(z.string().min(1))
        .default([])
        .describe('Items that are off by much more than the others.'),
    })
    .optional()
    .describe(
      'The answers come from a simulation with known difficulties: the report says so, and whether they were found.',
    ),
  models: z.array(slug).min(1).describe('Names of models; several are an ensemble of respondents.'),
  respondents: respondentsSchema,
  template: z.string().min(1).default('answer-only').describe('A built-in template, or one of `templates`.'),
  person: z.enum(['first', 'third']).default('first').describe('"You are ..." or "Consider ...".'),
  paraphrases: z
    .number()
    .int()
    .min(1)
    .default(1)
    .describe('Ask in this many wordings of the template; averaged.'),
  question: z
    .enum(['answer', 'share'])
    .default('answer')
    .describe(
      'answer: the respondent’s own answer; share: how many of 100 people would score 1 (asked directly).',
    ),
  memory: z
    .strictObject({
      earlier: z.number().int().min(1).default(10).describe('How many of its latest answers it sees.'),
      order: z
        .enum(['file', 'shuffled'])
        .default('file')
        .describe('Order of items, as listed or drawn by person.'),
    })
    .optional()
    .describe('The respondent sees its own earlier answers; its items are then asked one after another.'),
  ask: askSchema,
  repeats: z
    .number()
    .int()
    .min(1)
    .default(1)
    .describe('Draw every respondent this many times; each time is a row of the same cluster.'),
  cluster: z
    .enum(['persona', 'model', 'respondent'])
    .optional()
    .describe(
      'What is resampled. persona: this model, sampled personas; model: models in general; respondent: every row. ' +
        'By default model where several models answer without personas, else persona.',
    ),
});

export type ModelSpec = z.infer<typeof modelSchema>;
export type ArmSpec = z.infer<typeof armSchema>;
export type RespondentsSpec = z.infer<typeof respondentsSchema>;
export type FieldSpec = z.infer<typeof field>;
