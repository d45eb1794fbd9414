/** The spec of an alignment study: how closely does a model's population resemble a human one? */
import { z } from 'zod';
import { executionFields, headFields, slug } from '../../spec-parts.ts';
import { armSchema, modelSchema } from './arms.ts';
import { itemsSchema, peopleSchema, populationSchema, scoresSchema } from './people.ts';

const rule = z.enum(['missing', 'zero']);

const baselinesSchema = z
  .strictObject({
    coin: z.boolean().default(true).describe('As many respondents as people, who toss one coin.'),
    people: z.boolean().default(true).describe('People against disjoint people.'),
    permuted: z
      .boolean()
      .default(true)
      .describe(
        'For arms with personas: how well persona means agree, beside personas permuted over people.',
      ),
    groups: z
      .array(
        z.strictObject({
          name: slug.describe('The name of the comparison.'),
          label: z.string().min(1).optional().describe('What the report calls it: "women against men".'),
          covariate: z.string().min(1).describe('A covariate of the people.'),
          values: z.tuple([z.string(), z.string()]).describe('The two values that are compared.'),
        }),
      )
      .default([])
      .describe('Groups of people against one another.'),
  })
  .describe('What the arms are held against. They cost no call.');

const rulesSchema = z
  .strictObject({
    unparsed: rule.default('missing').describe('Answers that no parser could read, or that were cut off.'),
    refused: rule.default('missing').describe('Answers that were refused.'),
    flagMassBelow: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('Option probabilities that together stay below this are flagged.'),
  })
  .describe('What becomes of answers that are none. The report shows the figures under the other rules too.');

const analysisSchema = z
  .strictObject({
    estimation: z
      .enum(['map', 'ml'])
      .default('map')
      .describe('map keeps constant items by their prior; ml drops them. The other one is the sensitivity.'),
    draws: z.number().int().min(100).max(100_000).default(1000).describe('Bootstrap draws.'),
    splits: z.number().int().min(20).max(10_000).default(100).describe('Disjoint halves for the ceiling.'),
    primary: slug.optional().describe('The arm that the headline is about; the first where absent.'),
    exclude: z
      .array(z.strictObject({ item: z.string().min(1), reason: z.string().min(1) }))
      .default([])
      .describe('Items that are left out of the analysis, each with its reason.'),
  })
  .describe('How the answers are analysed. Changing it costs no call.');

const untilSchema = z
  .strictObject({
    halfWidth: z
      .number()
      .positive()
      .max(0.9)
      .describe(
        'Half of the width of the interval of rho, of the primary arm, at which nothing more is asked.',
      ),
    atMost: z
      .number()
      .int()
      .min(2)
      .max(10)
      .default(3)
      .describe('Waves, and looks, at most: the items are cut into so many waves of one size.'),
  })
  .describe(
    'A stopping rule: items are asked in waves, drawn by the seed, until the interval of rho is narrow enough.',
  );

export const specSchema = z.strictObject({
  family: z.literal('alignment').describe('The kind of experiment.'),
  ...headFields,
  people: peopleSchema,
  population: populationSchema,
  items: itemsSchema,
  scores: scoresSchema.optional(),
  models: z.array(modelSchema).default([]).describe('The models.'),
  templates: z
    .array(
      z.strictObject({
        name: slug.describe('How arms call it.'),
        file: z.string().min(1).describe('YAML file: wordings, a list of {person, system, user}.'),
      }),
    )
    .default([])
    .describe('Templates of your own, beside the built-in ones.'),
  arms: z.array(armSchema).min(1).describe('The arms.'),
  baselines: baselinesSchema.default(baselinesSchema.parse({})),
  rules: rulesSchema.default(rulesSchema.parse({})),
  analysis: analysisSchema.default(analysisSchema.parse({})),
  until: untilSchema.optional(),
  ...executionFields,
});

export type AlignmentSpec = z.infer<typeof specSchema>;
export type UntilSpec = z.infer<typeof untilSchema>;
export type RulesSpec = AlignmentSpec['rules'];
export type AnalysisSpec = AlignmentSpec['analysis'];
