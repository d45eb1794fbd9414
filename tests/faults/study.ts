/** An alignment study whose answers come from the scripted endpoint, as files to write into a home's folder. */
import { stringify } from 'yaml';
import { randomStream } from '../../domain/seeds.ts';
import type { ScriptSource } from '../../services/inference/scripted/script.ts';

export interface StudySize {
  readonly persons: number;
  readonly items: number;
  /** As the house chooses where absent. */
  readonly shardCells?: number;
  readonly concurrency: number;
  readonly latencyMs: ScriptSource['latencyMs'];
  readonly patienceSeconds?: number;
  readonly window?: number;
  /** Seconds that a call may take. */
  readonly timeoutSeconds?: number;
  /** What the script says beside its rules. */
  readonly script?: Partial<ScriptSource>;
  /** What the spec says beside. */
  readonly spec?: object;
  readonly ask?: object;
}

/** One cell for each person and item, free-text letters, a cheap analysis. */
export function scriptedStudy(size: StudySize): Record<string, string> {
  const script: ScriptSource = {
    seed: 11,
    models: ['letters'],
    latencyMs: size.latencyMs ?? 0,
    ...size.script,
    rules: [
      {
        reply: {
          kind: 'choice',
          options: [
            { text: 'A', probability: 0.45 },
            { text: 'B', probability: 0.55 },
          ],
        },
      },
    ],
  };
  return {
    'script.json': JSON.stringify(script),
    'holdfast.toml': [
      '[endpoints.scripted]',
      'kind = "scripted"',
      'script = "script.json"',
      `start_concurrency = ${size.concurrency}`,
      `max_concurrency = ${size.concurrency}`,
      `patience_seconds = ${size.patienceSeconds ?? 30}`,
      ...(size.timeoutSeconds === undefined ? [] : [`timeout_seconds = ${size.timeoutSeconds}`]),
      '',
    ].join('\n'),
    ...peopleAndItems(size.persons, size.items),
    'study.yaml': stringify({
      ...studyBase('scripted-letters'),
      models: [{ name: 'letters', endpoint: 'scripted', model: 'letters' }],
      arms: [
        {
          name: 'letters',
          models: ['letters'],
          respondents: { kind: 'people', phrase: 'Respondent {person_id}' },
          ask: size.ask ?? { mode: 'text', parser: 'letter' },
        },
      ],
      ...(size.shardCells === undefined ? {} : { shardCells: size.shardCells }),
      ...(size.window === undefined ? {} : { window: size.window }),
      ...size.spec,
    }),
  };
}

/** The same with the embedded model: exact option probabilities, one cell for each of `personas` and item. */
export function llamaStudy(personas: number, items: number, shardCells: number): Record<string, string> {
  return {
    'holdfast.toml': '',
    ...peopleAndItems(personas, items),
    'study.yaml': stringify({
      ...studyBase('embedded'),
      models: [{ name: 'smollm2', endpoint: 'local', model: 'SmolLM2-135M-Instruct' }],
      arms: [
        {
          name: 'smollm2',
          models: ['smollm2'],
          respondents: { kind: 'people', phrase: 'person {person_id}' },
          ask: { mode: 'options' },
        },
      ],
      shardCells,
    }),
  };
}

function studyBase(name: string): object {
  return {
    family: 'alignment',
    name,
    seed: 5,
    people: { kind: 'responses', file: 'people.csv' },
    population: {
      who: 'made-up people',
      when: 'now',
      language: 'English',
      instrument: 'made up for a test',
      responseFormat: 'no, yes',
      sampling: 'seeded',
      licence: 'none needed',
    },
    items: { file: 'items.csv', options: ['no', 'yes'] },
    scores: { no: 0, yes: 1 },
    analysis: { draws: 100, splits: 20 },
  };
}

function peopleAndItems(persons: number, items: number): Record<string, string> {
  const names = Array.from({ length: items }, (_, item) => `i${item + 1}`);
  const rows = Array.from({ length: persons }, (_, person) => {
    const stream = randomStream(5, 'fault study', person);
    const theta = stream.normal();
    const answers = names.map((__, item) => {
      const difficulty = -1.5 + (3 * item) / items;
      return stream.uniform() < 1 / (1 + Math.exp(difficulty - theta)) ? 'yes' : 'no';
    });
    return [`p${person + 1}`, ...answers].join(',');
  });
  return {
    'people.csv': [['person_id', ...names].join(','), ...rows].join('\n'),
    'items.csv': [
      'item_id,text',
      ...names.map((name, item) => `${name},Would you do thing ${item + 1}?`),
    ].join('\n'),
  };
}
