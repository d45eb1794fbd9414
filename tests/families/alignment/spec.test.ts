/** Specs: the examples, what is hashed, and what is refused before anything is asked. */
import { cellsIn, threadsOf } from '../../../families/block.ts';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import { canonicalJson } from '../../../domain/json.ts';
import { alignment } from '../../../families/alignment/family.ts';
import { specSchema } from '../../../families/alignment/spec/spec.ts';
import { families, familyNamed } from '../../../families/index.ts';
import { armOf, openSmall, peopleCsv, specOf } from './small-study.ts';

const EXAMPLES = new URL('../../../experiments/alignment/', import.meta.url);
const examples = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'));

function refusal(open: () => unknown): UserError {
  try {
    open();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the examples', () => {
  it('are four, and say what they need in their first lines', () => {
    expect(examples.sort()).toEqual(['demo.yaml', 'openai.yaml', 'two-models.yaml', 'wordbank.yaml']);
    for (const name of examples) {
      const text = readFileSync(new URL(name, EXAMPLES), 'utf8');
      expect(text.split('\n').slice(0, 4).join('\n')).toContain('Needs');
      expect(specSchema.parse(parse(text)).needs).toBeTruthy();
    }
  });

  for (const name of examples) {
    const spec = specSchema.parse(parse(readFileSync(new URL(name, EXAMPLES), 'utf8')));
    const paths = alignment.inputs(spec).map((input) => [input.name, pathOf(input.path)] as const);
    const absent = paths.find(([, path]) => !existsSync(path));
    const opens = absent === undefined ? it : it.skip;
    opens(`${name} opens${absent === undefined ? '' : ` (skipped: ${absent[0]} is not here)`}`, () => {
      const study = alignment.open(
        spec,
        new Map(paths.map(([input, path]) => [input, readFileSync(path, 'utf8')])),
      );
      const keys = [...cellsIn(threadsOf(study.blocks))].map(({ key }) => key);
      expect(keys.length).toBeGreaterThan(name === 'two-models.yaml' ? 200 : 900);
      expect(new Set(keys).size).toBe(keys.length);
    });
  }
});

function pathOf(written: string): string | URL {
  const data = process.env['HOLDFAST_DATA'] ?? '/HOLDFAST_DATA-is-not-set';
  return written.startsWith('$') ? written.replace('${HOLDFAST_DATA}', data) : new URL(written, EXAMPLES);
}

describe('the schema', () => {
  it('is JSON Schema with every field described', () => {
    const schema = z.toJSONSchema(specSchema, { io: 'input' }) as {
      properties: Record<string, { description?: string }>;
    };
    const silent = Object.entries(schema.properties).filter(
      ([, property]) => property.description === undefined,
    );
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('refuses a budget of zero, an unknown field and an arm without a name', () => {
    expect(() => specOf({ budget: { calls: 0 } })).toThrow();
    expect(() => specOf({ bugdet: {} })).toThrow();
    expect(() => specOf({ arms: [armOf({ name: 'No Name' })] })).toThrow();
  });

  it('is in the one list of families', () => {
    expect(familyNamed('alignment')).toBe(alignment);
    expect(families.map(({ name }) => name)).toEqual(['alignment', 'word-problems', 'worksheets']);
  });
});

describe('the identity', () => {
  const identity = (changes = {}): string => canonicalJson(alignment.identity(specOf(changes)));
  const collection = (changes = {}): string => canonicalJson(alignment.collectionIdentity(specOf(changes)));

  it('leaves out paths, budgets, titles and fields at their default', () => {
    const same = {
      title: 'A title',
      budget: { calls: 5 },
      shardCells: 3,
      needs: 'patience',
      people: { kind: 'responses', file: 'elsewhere.csv', format: 'wide', covariates: ['age', 'gender'] },
      rules: { unparsed: 'missing' },
      baselines: { coin: true },
      arms: [armOf({ label: 'a label', person: 'first', repeats: 1 })],
    };
    expect(identity(same)).toBe(identity());
  });

  it('holds what can change a result', () => {
    expect(identity({ seed: 4 })).not.toBe(identity());
    expect(identity({ rules: { unparsed: 'zero' } })).not.toBe(identity());
    expect(identity({ arms: [armOf({ person: 'third' })] })).not.toBe(identity());
  });

  it('keeps the collection apart from the analysis', () => {
    expect(collection({ rules: { unparsed: 'zero' }, analysis: { draws: 200 } })).toBe(collection());
    expect(collection({ arms: [armOf({ cluster: 'respondent' })] })).toBe(collection());
    expect(collection({ arms: [armOf({ repeats: 2 })] })).not.toBe(collection());
  });
});

describe('before anything is asked', () => {
  const template = 'wordings:\n  - { person: first, user: "{item} {mood}" }\n';
  it.each<[string, Record<string, unknown>, string, string, Record<string, string>?]>([
    [
      'a field that the data lack',
      { arms: [armOf({ respondents: { kind: 'people', phrase: 'a {nation}' } })] },
      'arms.0.respondents.phrase',
      "'nation'",
    ],
    ['a model that is not listed', { arms: [armOf({ models: ['m', 'n'] })] }, 'arms.0.models.1', "'n'"],
    ['a template that is not there', { arms: [armOf({ template: 'nice' })] }, 'arms.0.template', "'nice'"],
    [
      'a variable that nothing fills',
      { templates: [{ name: 'own', file: 't.yaml' }], arms: [armOf({ template: 'own' })] },
      'arms.0.template',
      '{mood}',
      { 'templates.0.file': template },
    ],
    [
      'a template that is no YAML',
      { templates: [{ name: 'own', file: 't.yaml' }] },
      't.yaml:1',
      '',
      { 'templates.0.file': '{' },
    ],
    [
      'a template without wordings',
      { templates: [{ name: 'own', file: 't.yaml' }] },
      't.yaml, wordings',
      '',
      { 'templates.0.file': 'summary: x' },
    ],
    [
      'a persona in an arm without one',
      {
        arms: [armOf({ respondents: { kind: 'none' }, template: 'own' })],
        templates: [{ name: 'own', file: 't.yaml' }],
      },
      'arms.0.template',
      '{persona}',
      { 'templates.0.file': 'wordings:\n  - { person: none, user: "{persona}: {item}" }\n' },
    ],
    [
      'fewer than two common items',
      {
        people: { kind: 'responses', file: 'people.csv', covariates: ['age', 'gender'], unlisted: 'ignore' },
      },
      'people.csv',
      'fewer than two',
      { 'items.file': 'item_id,text\ni1,Q\nz,R' },
    ],
    [
      'an unknown item',
      {},
      'people.csv:1',
      "unknown item 'i8'",
      { 'items.file': 'item_id,text\ni1,Q\ni2,Q\ni3,Q\ni4,Q\ni5,Q\ni6,Q\ni7,Q' },
    ],
    [
      'a person twice',
      {},
      'people.csv:62',
      'second time',
      { 'people.file': `${peopleCsv()}\np1,18,man,no,no,no,no,no,no,no,no` },
    ],
    ['a choice without a score', { scores: { no: 0, yes: 1 } }, "people.csv:2, column 'i1'", 'perhaps'],
    [
      'an option without a score',
      { items: { file: 'items.csv', options: ['no', 'perhaps', 'yes', 'often'] } },
      'scores',
      "'often'",
    ],
    [
      'reasons without brackets',
      { arms: [armOf({ template: 'explain-first' })] },
      'arms.0.ask',
      'explanation',
    ],
    [
      'more orders than options',
      { arms: [armOf({ ask: { mode: 'options', rotations: 4 } })] },
      'arms.0.ask.rotations',
      '4 orders',
    ],
    [
      'greedy repeats',
      {
        models: [{ name: 'm', endpoint: 'local', model: 'tiny', temperatures: [0] }],
        arms: [armOf({ repeats: 2 })],
      },
      'arms.0.repeats',
      'no respondents',
    ],
    [
      'memory of probabilities',
      { arms: [armOf({ memory: {}, ask: { mode: 'options' } })] },
      'arms.0.memory',
      'given',
    ],
    [
      'a sample larger than the people',
      { arms: [armOf({ respondents: { kind: 'people', phrase: 'a {age}', sample: 61 } })] },
      'arms.0.respondents.sample',
      '61',
    ],
    [
      'cuts without words',
      {
        arms: [armOf({ respondents: { kind: 'people', phrase: '{age}', fields: { age: { cuts: [20] } } } })],
      },
      'arms.0.respondents.fields.age.words',
      'needs a word',
    ],
    [
      'a value without a word',
      {
        arms: [
          armOf({
            respondents: { kind: 'people', phrase: '{gender}', fields: { gender: { words: { man: 'M' } } } },
          }),
        ],
      },
      'arms.0.respondents.fields.gender.words',
      "'woman'",
    ],
    ['two arms of one name', { arms: [armOf(), armOf()] }, 'arms.1.name', 'twice'],
    ['a primary arm that is not there', { analysis: { primary: 'other' } }, 'analysis.primary', "'other'"],
    [
      'a group that nobody is in',
      { baselines: { groups: [{ name: 'g', covariate: 'gender', values: ['man', 'child'] }] } },
      'baselines.groups.0.values.1',
      'child',
    ],
    [
      'an exclusion of an unknown item',
      { analysis: { exclude: [{ item: 'x', reason: 'why not' }] } },
      'analysis.exclude.0.item',
      "'x'",
    ],
  ])('%s is refused', (_, changes, place, message, inputs = {}) => {
    const error = refusal(() => openSmall(changes, inputs));
    expect(error.place).toBe(place);
    expect(error.message).toContain(message);
    expect(error.remedy).toBeTruthy();
  });
});
