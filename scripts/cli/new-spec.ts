/** A spec as text, for a person to go on with: what is to be filled in, and what may be changed, stands beside it. */
import { FILL_IN } from '../../families/alignment/population-card.ts';
import type { NewStudy } from './new-study.ts';

/** What goes into the population card, and an example of each entry. */
export const CARD = {
  who: 'who they are, as a plural (students of a Dutch university)',
  when: 'when they answered (spring of 2026)',
  language: 'in which language (Dutch, translated here)',
  instrument: 'what they answered (a test of 10 questions on statistics)',
  responseFormat: 'in which format (multiple choice, four options)',
  sampling: 'how they came into the sample (volunteers of one course)',
  licence: 'licence and source of the data (CC BY 4.0, doi ...)',
} as const;
export type CardEntry = keyof typeof CARD;

export interface SpecHead {
  readonly name: string;
  /** Paths relative to the spec. */
  readonly responses: string;
  readonly items: string;
  readonly endpoint: string;
  readonly model: string;
  readonly card: Readonly<Partial<Record<CardEntry, string>>>;
}

/** People that are asked for at most: of more a sample is drawn. */
const MOST_PEOPLE = 300;
const MOST_ROTATIONS = 4;

export function specText(head: SpecHead, study: NewStudy): string {
  const { choices, covariates, leftOut } = study;
  const { missing, letters, cells, options, scores } = choices;
  return lines([
    'family: alignment',
    `name: ${word(head.name)}`,
    'seed: 1',
    '',
    'people:',
    '  kind: responses',
    `  file: ${word(head.responses)}`,
    ...(study.format === 'long' ? ['  format: long'] : []),
    ...(covariates.length === 0 ? [] : [`  covariates: ${list(covariates)}`]),
    ...(missing.length === 0 ? [] : [`  missing: ${list(missing)}`]),
    ...(letters ? ['  letters: true'] : []),
    ...(cells === 'scores' ? ['  cells: scores'] : []),
    ...(leftOut.length === 0
      ? []
      : [`  # Left out: ${leftOut.join(', ').replaceAll('\n', ' ')}`, '  unlisted: ignore']),
    '',
    '# The population card heads the report: a difficulty without a population means nothing.',
    'population:',
    ...Object.entries(CARD).map(
      ([entry, what]) => `  ${entry}: ${word(head.card[entry as CardEntry] ?? `${FILL_IN}: ${what}`)}`,
    ),
    '',
    'items:',
    `  file: ${word(head.items)}`,
    ...(options === undefined ? [] : [`  options: ${list(options)}`]),
    ...(scores === undefined
      ? []
      : ['', '# The score of each choice, in [0, 1].', `scores: ${mapping(scores)}`]),
    '',
    'models:',
    `  - { name: model, endpoint: ${word(head.endpoint)}, model: ${word(head.model)} }`,
    '',
    'arms:',
    ...personas(study),
    '  - name: plain',
    '    models: [model]',
    '    respondents: { kind: none }',
    `    ask: ${asked(study)}`,
  ]);
}

function personas(study: NewStudy): string[] {
  const { personaFields: fields } = study;
  if (fields.length === 0) return [];
  return [
    '  # Each person is asked for, with these covariates: put the phrase into words of your own.',
    '  - name: personas',
    '    models: [model]',
    '    respondents:',
    '      kind: people',
    `      phrase: ${word(`a person (${fields.map((name) => `${name}: {${name}}`).join(', ')})`)}`,
    ...(study.people > MOST_PEOPLE ? [`      sample: ${MOST_PEOPLE} # of ${study.people} people`] : []),
    `    ask: ${asked(study)}`,
  ];
}

/** Options where every item has some; else what was written is read. */
function asked({ items, choices }: NewStudy): string {
  const counts = items.map((item) => item.options.length || (choices.options?.length ?? 0));
  const fewest = Math.min(...counts);
  if (fewest > 1) return `{ mode: options, rotations: ${Math.min(fewest, MOST_ROTATIONS)} }`;
  const areNumbers = items.every(
    ({ key }) => key !== null && key.trim() !== '' && Number.isFinite(Number(key)),
  );
  return `{ mode: text, parser: ${areNumbers ? 'number' : 'brackets'}, maxTokens: 32 }`;
}

function mapping(scores: Readonly<Record<string, number>>): string {
  return `{ ${Object.entries(scores)
    .map(([choice, score]) => `${word(choice)}: ${score}`)
    .join(', ')} }`;
}

function list(words: readonly string[]): string {
  return `[${words.map(word).join(', ')}]`;
}

/** Words that other readers of YAML take for something else. */
const RESERVED = /^(y|n|yes|no|true|false|on|off|null)$/i;

/** Plain where every reader of YAML takes it for text, else in quotes. */
function word(text: string): string {
  return /^[A-Za-z][\w ./-]*$/.test(text) && !text.endsWith(' ') && !RESERVED.test(text)
    ? text
    : JSON.stringify(text);
}

function lines(some: readonly string[]): string {
  return `${some.join('\n')}\n`;
}
