/** The spec of a word-problems study: how well does a model state problems for an exact solver, and against what? */
import { z } from 'zod';
import { executionFields, headFields, modelFields, slug } from '../spec-parts.ts';

const column = z.string().min(1);

const columnsSchema = z
  .strictObject({
    id: column.optional().describe('The id of a problem; `p1`, `p2`, ... by row where absent.'),
    question: z
      .union([column, z.array(column).min(1)])
      .optional()
      .describe('The question; several columns are joined by a space. `question` where absent.'),
    answer: z
      .union([
        column,
        z.strictObject({
          column: column.describe('The column.'),
          after: z.string().min(1).describe('The answer stands after the last of these: "####" in GSM8K.'),
        }),
      ])
      .optional()
      .describe(
        'The gold answer; several (a JSON array, or separated by ;) come in any order. `answer` where absent.',
      ),
    section: column.optional().describe('The section, for accuracy by section.'),
    statements: column.optional().describe('Statements in double brackets that somebody wrote by hand.'),
    equation: column.optional().describe('A gold expression without an unknown: "( 8 - 3 ) * 2".'),
  })
  .describe(
    'Columns of a CSV file, or keys of the objects of a JSONL or JSON file. Columns named id, section, statements ' +
      'and equation are found by themselves.',
  );

const problemsSchema = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .describe('CSV, JSONL or JSON, relative to the spec; ${NAME} stands for an environment variable.'),
    columns: columnsSchema.optional(),
    sections: z.array(z.string().min(1)).min(1).optional().describe('Only problems of these sections.'),
    limit: z.number().int().positive().optional().describe('Only the first so many of them.'),
    twins: z
      .strictObject({
        per: z.number().int().min(1).max(5).default(1).describe('Twins of each problem.'),
      })
      .optional()
      .describe(
        'Also ask problems with other numbers, where statements or an equation say how the answer follows from ' +
          'them: who knows the answers by heart is worse at these.',
      ),
  })
  .describe('The problems.');

const modelSchema = z.strictObject({
  ...modelFields,
  temperature: z.number().min(0).max(2).default(0).describe('0 is greedy.'),
});

const asks = {
  name: slug.describe('The name of the method; cells are keyed by it.'),
  label: z.string().min(1).optional().describe('What the report calls it.'),
  model: slug.describe('The name of a model.'),
  temperature: z.number().min(0).max(2).optional().describe('In place of the model’s.'),
  maxTokens: z.number().int().min(1).max(32_768).default(600).describe('Tokens of an answer at most.'),
};

const principles = z
  .boolean()
  .default(true)
  .describe('State the five principles of good statements before the worked examples.');

const solves = {
  solver: z
    .enum(['exact', 'paper'])
    .default('exact')
    .describe('exact: ours; paper: as the released pipeline of arXiv 2304.09102 behaves, for comparison.'),
  repair: z
    .number()
    .int()
    .min(0)
    .max(2)
    .default(0)
    .describe('How often what the solver says goes back to the model, where it gave no answer.'),
};

const shots = z
  .union([z.literal(3), z.literal(8)])
  .default(3)
  .describe('Worked examples.');

const methodSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('declarative').describe('Statements sentence by sentence, after 3 examples.'),
      ...asks,
      principles,
      ...solves,
    }),
    z.strictObject({
      kind: z.literal('declarative-8-shot').describe('The same after 8 examples.'),
      ...asks,
      principles,
      ...solves,
    }),
    z.strictObject({
      kind: z.literal('one-step').describe('One equation and no sentences, after 3 examples.'),
      ...asks,
      ...solves,
    }),
    z.strictObject({
      kind: z.literal('program').describe('A Python program, run in the sandbox, after 3 examples.'),
      ...asks,
    }),
    z.strictObject({
      kind: z.literal('chain-of-thought').describe('The model reasons in words and answers by itself.'),
      ...asks,
      shots,
    }),
    z.strictObject({
      kind: z
        .literal('self-consistency')
        .describe('Several samples of a method; the commonest answer counts.'),
      ...asks,
      temperature: z.number().gt(0).max(2).default(0.7).describe('Samples need one above 0.'),
      base: z
        .enum(['chain-of-thought', 'program', 'declarative'])
        .default('chain-of-thought')
        .describe('What is sampled.'),
      shots: shots.describe('Worked examples of a chain of thought; the others have 3.'),
      samples: z.number().int().min(2).max(40).describe('Samples of each problem.'),
    }),
    z.strictObject({
      kind: z.literal('vote').describe('Other methods of the spec in turn, until enough of them agree.'),
      name: asks.name,
      label: asks.label,
      of: z.array(slug).min(2).describe('Names of the methods, in the order in which they are asked.'),
      agreement: z.number().int().min(2).default(2).describe('How many have to agree.'),
      escalate: z
        .strictObject({
          model: slug.describe('The stronger model.'),
          method: slug.describe('The method, of those of the spec, that it is asked with.'),
        })
        .optional()
        .describe('Whom to ask where they do not agree; without it no answer is given.'),
    }),
    z.strictObject({
      kind: z.literal('written').describe('The statements of the data file. It asks no model.'),
      name: asks.name,
      label: asks.label,
    }),
  ])
  .describe('One way of having the problems solved.');

export const specSchema = z.strictObject({
  family: z.literal('word-problems').describe('The kind of experiment.'),
  ...headFields,
  problems: problemsSchema,
  models: z.array(modelSchema).default([]).describe('The models.'),
  methods: z.array(methodSchema).min(1).describe('The methods; the headline is about the first.'),
  seeds: z
    .array(z.number().int().min(0))
    .min(1)
    .default([1])
    .describe('Each is a run of its own: other samples. Greedy answers are the same in each and cost once.'),
  replicates: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('How often each run is asked anew, greedy answers included.'),
  ...executionFields,
});

export type WordProblemsSpec = z.infer<typeof specSchema>;
export type ProblemsSpec = WordProblemsSpec['problems'];
export type ModelSpec = WordProblemsSpec['models'][number];
export type MethodSpec = z.infer<typeof methodSchema>;
export type MethodKind = MethodSpec['kind'];
export type MethodSpecOf<Kind extends MethodKind> = Extract<MethodSpec, { kind: Kind }>;
