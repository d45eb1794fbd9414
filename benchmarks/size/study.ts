/** A vocabulary study of any size, as files: people x words, two arms, two orders of the options each. */
import { stringify } from 'yaml';
import { randomStream } from '../../domain/seeds.ts';

export interface Size {
  readonly persons: number;
  readonly items: number;
}

/** Arms x orders. */
const ASKED = 4;

export function cellsOf({ persons, items }: Size): number {
  return ASKED * persons * items;
}

/** The shape of a real one (5,520 children, 680 words), and of smaller ones. */
export const SIZES: readonly Size[] = [
  { persons: 250, items: 100 },
  { persons: 1250, items: 200 },
  { persons: 1875, items: 400 },
  { persons: 5520, items: 680 },
];

/** @param script of the endpoint that answers */
export function vocabularyStudy({ persons, items }: Size): Record<string, string> {
  const words = Array.from({ length: items }, (_, item) => `w${item + 1}`);
  const rows = Array.from({ length: persons }, (_, person) => {
    const stream = randomStream(5, 'children of a benchmark', person);
    const theta = stream.normal();
    const says = words.map((__, item) =>
      stream.uniform() < 1 / (1 + Math.exp(-2 + (4 * item) / items - theta)) ? 'yes' : 'no',
    );
    return [`p${person + 1}`, 16 + (person % 15), ...says].join(',');
  });
  const arm = (name: string, person: string): object => ({
    name,
    models: ['letters'],
    respondents: { kind: 'people', phrase: 'a child of {age} months, number {person_id}' },
    person,
    ask: { mode: 'text', parser: 'letter', rotations: 2 },
  });
  const rule = {
    reply: {
      kind: 'choice',
      options: [
        { text: 'A', probability: 0.45 },
        { text: 'B', probability: 0.55 },
      ],
    },
  };
  return {
    'script.json': JSON.stringify({ seed: 11, models: ['letters'], latencyMs: 5, rules: [rule] }),
    'holdfast.toml':
      '[endpoints.scripted]\nkind = "scripted"\nscript = "script.json"\nstart_concurrency = 32\nmax_concurrency = 32\n',
    'people.csv': [['person_id', 'age', ...words].join(','), ...rows].join('\n'),
    'items.csv': ['item_id,text', ...words.map((word) => `${word},Does the child say ${word}?`)].join('\n'),
    'study.yaml': stringify({
      ...{ family: 'alignment', name: 'vocabulary', seed: 5 },
      people: { kind: 'responses', file: 'people.csv', covariates: ['age'] },
      population: {
        who: 'made-up children',
        when: 'now',
        language: 'English',
        instrument: 'made up for a benchmark',
        responseFormat: 'no, yes',
        sampling: 'seeded',
        licence: 'none needed',
      },
      items: { file: 'items.csv', options: ['no', 'yes'] },
      scores: { no: 0, yes: 1 },
      models: [{ name: 'letters', endpoint: 'scripted', model: 'letters' }],
      arms: [arm('first', 'first'), arm('third', 'third')],
      analysis: { draws: 100, splits: 20 },
      baselines: { permuted: false },
    }),
  };
}
