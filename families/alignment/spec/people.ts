/** The human side of a study, as its spec states it. */
import { z } from 'zod';

const column = z.string().min(1);

const responses = z.strictObject({
  kind: z.literal('responses').describe('Responses of single persons, one CSV file.'),
  file: z
    .string()
    .min(1)
    .describe('CSV file, relative to the spec; ${NAME} stands for an environment variable.'),
  format: z
    .enum(['wide', 'long'])
    .default('wide')
    .describe(
      'wide: person_id, then a column an item; long: person_id, item_id, choice or score, a row a response.',
    ),
  covariates: z
    .array(column)
    .default([])
    .describe('Columns that describe the person; personas may use them.'),
  weight: column.optional().describe('Column with a weight for each person.'),
  cluster: column
    .optional()
    .describe('Column with the cluster (class, school) of each person: it is resampled.'),
  form: column.optional().describe('Column with the form of the instrument that the person was given.'),
  repeats: z
    .enum(['first', 'last', 'mean'])
    .optional()
    .describe(
      'Which response counts where a person answered an item more than once. Without it that is an error.',
    ),
  unlisted: z
    .enum(['error', 'ignore'])
    .default('error')
    .describe('What to do with items of this file that the item file does not list.'),
  missing: z
    .array(z.union([z.string(), z.number()]))
    .default([])
    .describe('What stands for a missing answer, beside a blank and NA: [-99, NaN].'),
  letters: z
    .boolean()
    .default(false)
    .describe('Cells hold the letter of an option: A for the first of its item, B for the second.'),
  cells: z
    .enum(['choices', 'scores'])
    .default('choices')
    .describe('scores: cells are scores in [0, 1], also where the item file has keys.'),
});

const shares = z.strictObject({
  kind: z.literal('shares').describe('Published shares of people by item, without persons.'),
  file: z.string().min(1).describe('CSV file: item_id, share (of people who score 1), and n where known.'),
  unlisted: z
    .enum(['error', 'ignore'])
    .default('error')
    .describe('What to do with items that are not listed.'),
});

export const peopleSchema = z
  .discriminatedUnion('kind', [responses, shares])
  .describe('The people that the model is compared with.');

export const populationSchema = z
  .strictObject({
    who: z
      .string()
      .min(1)
      .describe('Who the people are, as a plural: "students of a Dutch-speaking university".'),
    when: z.string().min(1).describe('When they answered.'),
    language: z.string().min(1).describe('The language they answered in.'),
    instrument: z.string().min(1).describe('What they answered.'),
    responseFormat: z.string().min(1).describe('The original response format.'),
    sampling: z.string().min(1).describe('How these people came into the sample.'),
    licence: z.string().min(1).describe('Licence and source of the data.'),
  })
  .describe('The population card. It heads the report: a difficulty without a population means nothing.');

export const itemsSchema = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .describe('CSV file: item_id, text, and options (a|b|c), key, testlet, stratum, split.'),
    options: z
      .array(z.string().min(1))
      .min(2)
      .optional()
      .describe('The options of every item that lists none of its own, in the order of the instrument.'),
    split: z
      .string()
      .min(1)
      .optional()
      .describe('Use only the items with this value in their column `split`.'),
  })
  .describe('The items.');

export const scoresSchema = z
  .record(z.string(), z.number().min(0).max(1))
  .describe(
    'The score of each choice, in [0, 1]: {no: 0, perhaps: 1, yes: 1}. An item with a key needs none.',
  );
