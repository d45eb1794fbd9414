/** The columns of this family's exported tables. */
import type { Columns, TableColumns } from '../../columns.ts';

const JUDGE = ['text', 'Name of the judge'] as const;
const CONDITION = ['text', 'What the student was given'] as const;
const PERSONA: Columns = {
  skill_1: ['number', 'Level of the first skill'],
  skill_2: ['number', 'Level of the second skill'],
};
/** A difference of predicted probabilities. */
const POINTS: Columns = {
  points: ['number', 'Difference in points from 0 to 100'],
  low: ['number', 'Lower end of its interval'],
  high: ['number', 'Upper end of its interval'],
};
const PAIRS = ['integer', 'Pairs of a material and a test item'] as const;

export const COLUMNS: TableColumns = {
  judgments: {
    cell: ['text', 'Name of the cell, as in the table calls'],
    judge: JUDGE,
    material: ['text', 'Name of the material'],
    variant: CONDITION,
    ...PERSONA,
    item: ['text', 'Test item'],
    replicate: ['integer', 'Judgment of the same cell'],
    status: ['text', 'What became of the judgment'],
    missing_class: ['text', 'What our machinery lost it to'],
    probability: ['number', 'Predicted probability from 0 to 100, by the strict rule'],
    bracket_groups: ['integer', 'Bracketed groups of the answer'],
    bracket_sum: ['number', 'Sum over them, for the faithful rule'],
    calls: ['integer', 'Calls of models'],
    prompt_tokens: ['integer', 'Tokens of the prompts'],
    completion_tokens: ['integer', 'Tokens of the answers'],
  },
  worksheets: {
    material: ['text', 'Name of the material'],
    variant: CONDITION,
    text: ['text', 'The worksheet as the student got it'],
  },
  test_items: { item: ['text', 'Test item'], question: ['text', 'What was asked'] },
  surfaces: {
    judge: JUDGE,
    condition: CONDITION,
    ...PERSONA,
    strict: ['number', 'Mean predicted probability, by the strict rule'],
    faithful: ['number', 'The same over all bracketed groups'],
    judgments: ['integer', 'Judgments with a number'],
  },
  contrasts: {
    judge: JUDGE,
    contrast: ['text', 'Name of the contrast'],
    ...POINTS,
    pairs: PAIRS,
    deviation: ['number', 'Standard deviation over pairs'],
    dz: ['number', 'Cohen’s d_z'],
    p: ['number', 'p-value, of flipped signs'],
    p_holm: ['number', 'p-value adjusted for all contrasts of all judges'],
    verdict: ['text', 'What the judge shows'],
  },
  controls: {
    judge: JUDGE,
    control: ['text', 'Name of the control'],
    base: ['text', 'The condition that it is compared with'],
    must: ['text', 'What it has to do: stay or fall'],
    ...POINTS,
    pairs: PAIRS,
    verdict: ['text', 'What it did'],
  },
  statuses: {
    judge: JUDGE,
    status: ['text', 'What became of the judgments'],
    cells: ['integer', 'Cells with that status'],
  },
  order_effects: {
    chained: ['text', 'Judge whose answers stand in later prompts'],
    independent: ['text', 'The same model asked afresh'],
    pairs: PAIRS,
    ...POINTS,
  },
};
