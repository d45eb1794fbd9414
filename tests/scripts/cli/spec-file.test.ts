/** A spec as it is read: words, problems told at once with the word that was meant, and what must not be missed. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../domain/errors.ts';
import { noticeLines } from '../../../scripts/cli/study-notices.ts';
import { readSpec, type SpecFile } from '../../../scripts/cli/spec-file.ts';
import { SPEC, workplace } from '../workplace.ts';

function specOf(change: (spec: string) => string, files: Record<string, string> = {}): SpecFile {
  const folder = workplace({ spec: change(SPEC) });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return readSpec(join(folder, 'spec.yaml'));
}

function refusal(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.all.flatMap((one) => one.describe().split('\n')).map((line) => line.trim());
  }
  throw new Error('nothing was refused');
}

const refused = (change: (spec: string) => string): string[] => refusal(() => specOf(change));

describe('words', () => {
  it('are taken as they were written where YAML reads a number or a truth value', () => {
    const { raw, name } = specOf((spec) =>
      spec
        .replace('name: small', 'name: 2026')
        .replace('when: never', 'when: 2026')
        .replace('licence: CC0', 'licence: 4.0')
        .replace("options: ['no', 'yes']", 'options: [no, yes]')
        .replace('label: x', ''),
    );
    expect(name).toBe('2026');
    expect(raw['population']).toMatchObject({ when: '2026', licence: '4.0' });
  });

  it('in lists and mappings give the study that quotes give', () => {
    const numbers = (spec: string, of: (value: string) => string): string =>
      spec
        .replace("options: ['no', 'yes']", `options: [${of('1')}, ${of('2')}]`)
        .replace("scores: { 'no': 0, 'yes': 1 }", `scores: { ${of('1')}: 0, ${of('2')}: 1 }`);
    const people = 'person_id,age,a,b\np1,20,1,2\np2,21,2,1\np3,22,2,2\n';
    const read = (of: (value: string) => string): SpecFile =>
      specOf((spec) => numbers(spec, of), {
        'people.csv': people,
        'items.csv': 'item_id,text\na,A?\nb,B?\n',
      });
    expect(read((value) => value).specHash).toBe(read((value) => `'${value}'`).specHash);
  });

  it('are not taken from what is no word: nothing, a list', () => {
    expect(
      refused((spec) => spec.replace('who: made up', 'who:').replace('when: never', 'when: [1]')),
    ).toEqual([
      expect.stringContaining('population.who: text is wanted, not nothing'),
      expect.stringContaining('population.when: text is wanted, not a list'),
      expect.stringContaining('schema alignment'),
    ]);
  });
});

describe('problems', () => {
  it('are told all at once, from the top down, an unknown word with the likely one and only once', () => {
    const lines = refused((spec) =>
      spec
        .replace('seed: 1', 'sede: 1')
        .replace('population:', 'populaton:')
        .replace('mode: text', 'mode: txt')
        .replace('kind: people,', 'kind: peopl,'),
    );
    expect(lines.map((line) => line.replace(/^.*spec\.yaml:/, ''))).toEqual([
      "3:1: sede: there is no such field; did you mean 'seed'?",
      "8:1: populaton: there is no such field; did you mean 'population'?",
      "25:20: arms.0.respondents.kind: 'peopl' is none of people, personas, grid, none; did you mean 'people'?",
      "26:12: arms.0.ask.mode: 'txt' is none of text, options; did you mean 'text'?",
      expect.stringContaining('schema alignment'),
    ]);
  });

  it('name what is missing and what is wanted there', () => {
    expect(refused((spec) => spec.replace(/^arms:[\s\S]*?(?=analysis)/m, ''))[0]).toContain(
      'arms: is missing: a list is wanted',
    );
  });

  it('of a study are told of every arm', () => {
    const lines = refused((spec) => spec.replace('models: [m]', 'models: [mm]').replace('{age}', '{aeg}'));
    expect(lines.join('\n')).toMatch(
      /spec\.yaml:24:\d+: arms\.0\.models\.0: there is no model 'mm'; did you mean 'm'\?/,
    );
    expect(lines.join('\n')).toMatch(
      /spec\.yaml:25:\d+: .*no field 'aeg' for a persona; did you mean 'age'\?/,
    );
  });

  it('of files are told of every file, with the one beside it that was likely meant', () => {
    const lines = refused((spec) =>
      spec.replace('people.csv', 'peopel.csv').replace('items.csv', 'nothing.csv'),
    );
    expect(lines[0]).toMatch(/spec\.yaml:6:\d+: .*peopel\.csv: This is not there\./);
    expect(lines[1]).toContain('Did you mean people.csv?');
    expect(lines[2]).toMatch(/spec\.yaml:17:\d+: .*nothing\.csv: This is not there\./);
  });

  it('of a family that is none', () => {
    expect(refused((spec) => spec.replace('family: alignment', 'family: aligment'))[0]).toContain(
      `There is no family "aligment"; did you mean 'alignment'?`,
    );
  });
});

describe('what is no spec', () => {
  const folder = workplace();
  mkdirSync(join(folder, 'empty'));
  symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
  writeFileSync(join(folder, 'book.xlsx'), 'PK\u0003\u0004');
  it.each([
    ['nowhere.yaml', 'There is no such spec.'],
    ['empty', 'This is a folder, not a spec.'],
    ['loop.yaml', 'This is a link that leads back to itself.'],
    ['people.csv/spec.yaml', 'There is a file on the way'],
    ['people.csv', 'A spec is a mapping that begins with `family:`.'],
    ['book.xlsx', 'This is a spreadsheet'],
    [`${'a'.repeat(300)}.yaml`, 'This name is longer than the system allows.'],
  ])('%.20s', (name, what) => {
    expect(refusal(() => readSpec(join(folder, name)))[0]).toContain(what);
  });
});

describe('notices', () => {
  it('are none where nothing is left out and many answer', () => {
    expect(noticeLines(specOf((spec) => spec).study)).toEqual([]);
  });

  it('name one respondent, items that people never met, and what is left out', () => {
    const folder = workplace({
      spec: SPEC.replace(
        "{ kind: people, phrase: 'Respondent {person_id}, {age} years old' }",
        '{ kind: none }',
      )
        .replace('file: people.csv', 'file: people.csv\n  unlisted: ignore')
        .replace('analysis: {', 'analysis: { exclude: [{ item: c, reason: it was changed }],'),
    });
    const items = readFileSync(join(folder, 'items.csv'), 'utf8');
    writeFileSync(join(folder, 'items.csv'), items.replace('b,Would', 'bb,Would'));
    expect(noticeLines(readSpec(join(folder, 'spec.yaml')).study)).toEqual([
      expect.stringContaining('note: 1 item of items.csv is not in people.csv: bb. They are not asked'),
      expect.stringContaining(
        'note: 1 item of people.csv is not in items.csv: b. Answers to them are left out',
      ),
      expect.stringContaining('note: 1 item is excluded: c.'),
      expect.stringContaining('note: One respondent only: first.'),
    ]);
  });
});
