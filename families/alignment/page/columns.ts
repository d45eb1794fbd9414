/** The columns of this family's exported tables. */
import type { TableColumns } from '../../columns.ts';

const ARM = ['text', 'Name of the arm'] as const;
const ITEM = ['text', 'Name of the item'] as const;
const SCORE = ['number', 'Score from 0 to 1; empty where there is none'] as const;

export const COLUMNS: TableColumns = {
  responses: {
    arm: ARM,
    person_id: ['text', 'Name of the respondent'],
    item_id: ITEM,
    repeat: ['integer', 'Repeat of the respondent, from 0'],
    position: ['integer', 'Place in the respondent’s sequence of items, from 0'],
    wording: ['integer', 'Which paraphrase, from 0'],
    option_order: ['integer', 'By how many places the options were shifted'],
    status: ['text', 'What became of the answer'],
    choice: ['text', 'Chosen option in its own words; with probabilities the likeliest one'],
    score: SCORE,
    option_mass: ['number', 'Sum of the probabilities of the options'],
    cell: ['text', 'Name of the cell, as in the table calls'],
  },
  persons: {
    arm: ARM,
    person_id: ['text', 'Name of the respondent'],
    model: ['text', 'Name of the model in the spec'],
    temperature: ['number', 'Sampling temperature; empty with option probabilities'],
    persona: ['text', 'Persona in words'],
    real_person: ['text', 'The person whose covariates these are'],
    weight: ['number', 'Weight of the respondent'],
    cluster: ['text', 'What is resampled together'],
  },
  people: {
    person_id: ['text', 'Name of the person'],
    item_id: ITEM,
    repeat: ['integer', 'Repeat of the person, from 0'],
    choice: ['text', 'Chosen option; empty where the file holds scores'],
    score: SCORE,
  },
  items: {
    group: ['text', 'people, or the name of an arm'],
    item_id: ITEM,
    text: ['text', 'What was asked'],
    b: ['number', 'Difficulty in logits'],
    se_b: ['number', 'Standard error of the difficulty'],
    n: ['integer', 'Answers with a score'],
    flags: ['text', 'What was noticed of the item'],
  },
  arms: {
    name: ['text', 'Name of the arm or baseline'],
    label: ['text', 'What the report calls it'],
    r: ['number', 'Correlation of item difficulties with the people’s'],
    rho: ['number', 'The same freed of sampling noise'],
    rho_low: ['number', 'Lower end of the interval of rho'],
    rho_high: ['number', 'Upper end of the interval of rho'],
    rho_not_estimable: ['text', 'Why there is no rho'],
    ceiling: ['number', 'What the reliabilities of both sides allow'],
    share: ['number', 'r as a share of the ceiling'],
    spearman: ['number', 'Rank correlation of difficulties'],
    r_logit: ['number', 'Correlation of the logits of shares'],
    mean_difference: ['number', 'Mean difficulty of the arm less the people’s, in logits'],
    spread_ratio: ['number', 'Ratio of the standard deviations of difficulties'],
    items: ['integer', 'Items behind the figures'],
    clusters_human: ['integer', 'Clusters of people'],
    clusters_model: ['integer', 'Clusters of respondents'],
    estimand: ['text', 'Of whom the figures speak'],
  },
};
