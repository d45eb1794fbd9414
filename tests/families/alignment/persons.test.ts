/** A study without some of its people has the same cells but theirs, whoever was sampled, and its file says nothing of them. */
import { cellsIn, threadsOf } from '../../../families/block.ts';
import { mentions } from '../../../domain/mentions.ts';
import type { PersonsData } from '../../../families/persons-held.ts';
import type { Study } from '../../../families/family.ts';
import { armOf, inputsOf, openSmall, peopleCsv } from './small-study.ts';

type Changes = Parameters<typeof openSmall>[0];

function keysOf(study: Study): string[] {
  return [...cellsIn(threadsOf(study.blocks))].map(({ key }) => key);
}

function dataOf(study: Study, ...persons: string[]): PersonsData {
  const data = study.persons?.dataOf(new Set(persons));
  if (data === undefined) throw new Error('no persons');
  return data;
}

/** The study as it is opened afterwards. */
function rest(changes: Changes, data: PersonsData, inputs: Readonly<Record<string, string>> = {}): Study {
  return openSmall(changes, { ...inputs, ...Object.fromEntries(data.inputs) });
}

const ARMS: Changes = {
  arms: [
    armOf(),
    armOf({ name: 'few', respondents: { kind: 'people', phrase: 'a {gender} of {age}', sample: 20 } }),
    armOf({ name: 'kinds', respondents: { kind: 'personas', phrase: 'a {gender}' } }),
    armOf({ name: 'nobody', respondents: { kind: 'none' } }),
  ],
};

test('one after another leave, and the sample of the others stays', () => {
  let [study, inputs] = [openSmall(ARMS), {} as Readonly<Record<string, string>>];
  for (const person of ['p1', 'p60', 'p17', 'p18']) {
    expect(study.persons?.has(person)).toBe(true);
    const data = dataOf(study, person);
    expect(data.cells.length).toBeGreaterThanOrEqual(8);
    expect(data.cells.every((key) => mentions(key, [`m@1:${person}`, `m:${person}`]))).toBe(true);
    const after = rest(ARMS, data, inputs);
    const gone = new Set(data.cells);
    expect(keysOf(after)).toEqual(keysOf(study).filter((key) => !gone.has(key)));
    expect(data.inputs.get('people.file')).not.toMatch(new RegExp(`^${person},`, 'm'));
    [study, inputs] = [after, { ...inputs, ...Object.fromEntries(data.inputs) }];
    expect(study.persons?.has(person)).toBe(false);
  }
  expect(JSON.parse(inputs['people.removed'] ?? '')).toEqual([0, 16, 17, 59]);
  const together = dataOf(openSmall(ARMS), 'p1', 'p17', 'p18', 'p60');
  expect(Object.fromEntries(together.inputs)).toEqual(inputs);
});

test('a persona goes with the only person that it describes', () => {
  const lone = peopleCsv().replace('\np5,22,woman', '\np5,97,hermit');
  const changes: Changes = {
    arms: [armOf({ respondents: { kind: 'personas', phrase: 'a {gender} of {age}' } })],
    baselines: { groups: [{ name: 'g', covariate: 'gender', values: ['man', 'hermit'] }] },
  };
  const study = openSmall(changes, { 'people.file': lone });
  const data = dataOf(study, 'p5');
  expect(data.cells).toHaveLength(8);
  expect(data.words).toContain('a hermit of 97');
  expect(rest(changes, data).persons?.has('p5')).toBe(false);
  // A woman of 27 is somebody else, too.
  expect(dataOf(study, 'p10').cells).toEqual([]);
});

test('files in other forms: long ones, quotes, semicolons, other names of the column', () => {
  const long = inputsOf().get('people.file') ?? '';
  const [header = '', ...lines] = long.split('\n');
  const items = header.split(',').slice(3);
  const rows = lines.flatMap((line) => {
    const [id, age, gender, ...answers] = line.split(',');
    return answers.map((answer, index) => `"${id}, the ""one""";${age};${gender};${items[index]};${answer}`);
  });
  const file = ['id;age;gender;item;choice', ...rows].join('\r\n');
  const people = { kind: 'responses', file: 'people.csv', covariates: ['age', 'gender'], format: 'long' };
  const study = openSmall({ people }, { 'people.file': file });
  const person = 'p2, the "one"';
  const data = dataOf(study, person);
  expect(data.cells).toHaveLength(8);
  const after = rest({ people }, data);
  expect(keysOf(after)).toHaveLength(59 * 8);
  expect(data.inputs.get('people.file')).not.toContain('p2,');
  expect(data.inputs.get('people.file')).toContain('"p20, the ""one"""');
});

test('everybody, and patterns of answers, cannot leave', () => {
  const everybody = Array.from({ length: 60 }, (_, person) => `p${person + 1}`);
  expect(() => dataOf(openSmall(), ...everybody)).toThrow('nobody would be left');
  const patterns = peopleCsv().replace('person_id', 'n').replaceAll(/^p\d+/gm, '3');
  const people = { kind: 'responses', file: 'people.csv', covariates: ['age', 'gender'], weight: 'n' };
  const study = openSmall({ people }, { 'people.file': patterns });
  expect(() => dataOf(study, 'pattern 3')).toThrow('patterns of answers');
});

test('a word inside a longer one is another', () => {
  expect(mentions('m:p1/a failed', ['p1'])).toBe(true);
  expect(mentions('m:p12/a failed', ['p1'])).toBe(false);
  expect(mentions('map1', ['p1', ''])).toBe(false);
});
