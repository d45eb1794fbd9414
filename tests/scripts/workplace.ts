/** A folder with a small study in it: 6 people, 8 questions, a scripted endpoint with a key. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptSource } from '../../services/inference/scripted/script.ts';
import { temporaryFolder } from './holdfast.ts';

export const KEY = 'canary-key-9f3b1c';
const ITEMS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

export const SPEC = `family: alignment
name: small
seed: 1
people:
  kind: responses
  file: people.csv
  covariates: [age]
population:
  who: made up
  when: never
  language: English
  instrument: eight questions
  responseFormat: no, yes
  sampling: made up
  licence: CC0
items:
  file: items.csv
  options: ['no', 'yes']
scores: { 'no': 0, 'yes': 1 }
models:
  - { name: m, endpoint: test, model: scripted-model }
arms:
  - name: first
    models: [m]
    respondents: { kind: people, phrase: 'Respondent {person_id}, {age} years old' }
    ask: { mode: text, parser: letter }
analysis: { draws: 100 }
`;

const LETTERS = {
  kind: 'choice' as const,
  options: [
    { text: 'A', probability: 0.5 },
    { text: 'B', probability: 0.5 },
  ],
};

export const SCRIPT: ScriptSource = {
  seed: 1,
  models: ['scripted-model', 'slow-model'],
  key: KEY,
  latencyMs: 5,
  rules: [{ when: { model: 'slow-model' }, latencyMs: 150, reply: LETTERS }, { reply: LETTERS }],
};

export const CONFIG = `[endpoints.test]
kind = "scripted"
script = "script.json"
key_variable = "HOLDFAST_TEST_KEY"
start_concurrency = 4
max_concurrency = 4
patience_seconds = 2
`;

export interface Workplace {
  readonly spec?: string;
  readonly script?: ScriptSource;
  readonly config?: string;
}

export function workplace({ spec = SPEC, script = SCRIPT, config = CONFIG }: Workplace = {}): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'spec.yaml'), spec);
  writeFileSync(join(folder, 'script.json'), JSON.stringify(script));
  writeFileSync(join(folder, 'holdfast.toml'), config);
  // Every pattern of three bits twice over, so that no question is constant.
  const people = Array.from({ length: 6 }, (_, person) => {
    const answers = ITEMS.map((_item, item) => ((person * 5 + item * 3) % 7 < 3 + (item % 3) ? 'yes' : 'no'));
    return `p${person + 1},${20 + person},${answers.join(',')}`;
  });
  writeFileSync(join(folder, 'people.csv'), `person_id,age,${ITEMS.join(',')}\n${people.join('\n')}\n`);
  const items = ITEMS.map((item) => `${item},Would you do ${item}?`);
  writeFileSync(join(folder, 'items.csv'), `item_id,text\n${items.join('\n')}\n`);
  return folder;
}
