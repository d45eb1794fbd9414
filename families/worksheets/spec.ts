/** The spec of a worksheets study: how does a simulated expert judge what students learn from a worksheet (arXiv 2403.02795)? */
import { z } from 'zod';
import { executionFields, headFields, modelFields, slug } from '../spec-parts.ts';

/** Levels of a skill, as the paper has them. */
export const LOWEST = 1;
export const HIGHEST = 5;

const OUTSIDE = `a skill has a level from ${LOWEST} to ${HIGHEST}`;
const level = z.number(OUTSIDE).int(OUTSIDE).min(LOWEST, OUTSIDE).max(HIGHEST, OUTSIDE);

const words = z.string().min(1);

const personaSchema = z
  .strictObject({
    student: words.describe('Who learns, in words: `an eighth-grade student`.'),
    skills: z
      .array(words)
      .length(2, 'a persona has two skills')
      .describe('The two skills, as they continue "how good the student is at".'),
    levels: z
      .array(level)
      .min(2)
      .default([1, 2, 3, 4, 5])
      .describe('Levels of each skill: every pair of them is a persona.'),
    low: z.array(level).min(1).default([1, 2]).describe('Both skills among these: low prior knowledge.'),
    high: z.array(level).min(1).default([4, 5]).describe('Both skills among these: high prior knowledge.'),
  })
  .describe('The simulated students.');

const materialsSchema = z
  .strictObject({
    folder: z.string().min(1).describe('The folder of Markdown files, relative to the spec.'),
    sets: z
      .array(slug)
      .min(1)
      .describe('Names of the materials: `NAME.md`, or `NAME.low.md` and `NAME.high.md` for variability.'),
    test: slug.default('post-test').describe('The file with the test problems, without `.md`.'),
  })
  .describe('Worksheets and the post-test.');

const judgeSchema = z
  .strictObject({
    name: slug.describe('The name of the judge; cells are keyed by it.'),
    label: z.string().min(1).optional().describe('What the report calls it.'),
    model: slug.describe('The name of a model.'),
    mode: z
      .enum(['independent', 'chained'])
      .default('independent')
      .describe('independent: a call for each test item; chained: one conversation, as in the paper.'),
    temperature: z.number().min(0).max(2).default(0).describe('0 is greedy.'),
    replicates: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(1)
      .describe('Judgments of each cell. They lower noise; they are no further sample.'),
    reasons: z.boolean().default(true).describe('Whether it is asked to reason before it gives the number.'),
    maxTokens: z.number().int().min(1).max(32_768).default(400).describe('Tokens of an answer at most.'),
  })
  .describe('One way of judging; the headline is about the first.');

/** Controls that must not move the score, and controls that must lower it. */
export const STILL_CONTROLS = ['paraphrase', 'shuffled', 'padding'] as const;
export const FALL_CONTROLS = ['empty', 'off-topic', 'wrong'] as const;
export const CONTROLS = [...STILL_CONTROLS, ...FALL_CONTROLS] as const;
export type ControlName = (typeof CONTROLS)[number];

const controlsSchema = z.strictObject({
  run: z
    .array(z.enum(CONTROLS))
    .default([...CONTROLS])
    .describe('Which are run. `[]` runs none, and the report says so.'),
  personas: z
    .array(z.tuple([level, level]))
    .min(1)
    .optional()
    .describe('Their personas, by levels of both skills; those with equal levels where absent.'),
  margin: z.number().positive().max(100).default(5).describe('Points that count as no difference.'),
});

const planSchema = z
  .strictObject({
    difference: z.number().positive().max(100).default(5).describe('A difference to detect, in points.'),
    deviation: z
      .number()
      .positive()
      .max(100)
      .default(10)
      .describe('The standard deviation that is expected, in points.'),
  })
  .describe('What `plan` reckons with. No part of the hash.');

export const specSchema = z.strictObject({
  family: z.literal('worksheets').describe('The kind of experiment.'),
  kind: z.literal('effect').describe('A known effect of instruction, looked for by a simulated expert.'),
  ...headFields,
  effect: z
    .enum(['expertise-reversal', 'variability'])
    .describe('Worked examples against practice; or variability x format.'),
  expert: words.default('an expert in teaching').describe('Who judges, in words.'),
  persona: personaSchema,
  materials: materialsSchema,
  models: z.array(z.strictObject(modelFields)).min(1).describe('The models.'),
  judges: z.array(judgeSchema).min(1).describe('The judges.'),
  controls: controlsSchema
    .default({ run: [...CONTROLS], margin: 5 })
    .describe('Worksheets whose effect on the score is known.'),
  plan: planSchema.default({ difference: 5, deviation: 10 }),
  ...executionFields,
});

export type WorksheetsSpec = z.infer<typeof specSchema>;
export type JudgeSpec = WorksheetsSpec['judges'][number];
