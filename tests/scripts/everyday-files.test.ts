/** Response files as users have them, through the commands: encodings, spreadsheets, too little to fit, a spec with typos. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdfast, temporaryFolder } from './holdfast.ts';

const folder = temporaryFolder();
mkdirSync(join(folder, 'daten'));

function written(name: string, text: string | Buffer): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const rows = (header: string, lines: number, line: (i: number) => string): string =>
  `${header}\n${Array.from({ length: lines }, (_, i) => line(i)).join('\n')}\n`;

const three = (i: number): string => `p${i},${i % 2},${i % 3 === 0 ? 1 : 0},${i % 5 < 2 ? 1 : 0}`;

async function fit(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return holdfast(folder, ['irt', 'fit', ...args]);
}

test('text in another encoding is refused with its line, and read by --encoding, letters whole', async () => {
  const text = rows('person_id,größe,b,c', 40, three);
  const file = written(join('daten', 'latin.csv'), Buffer.from(text, 'latin1'));
  const refused = await fit(file);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('daten/latin.csv:1: This file is not UTF-8');
  const read = await fit(file, '--encoding', 'latin1', '--json');
  expect(read.code).toBe(0);
  expect(read.stdout).toContain('größe');
});

test('a spreadsheet is named as one, and none of its bytes is printed', async () => {
  const file = written('sheet.xlsx', Buffer.from('PK\u0003\u0004\u0014\u0000[Content_Types].xml', 'latin1'));
  const { code, stdout, stderr } = await fit(file);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/sheet\.xlsx: This is a spreadsheet/);
  expect(stderr).not.toContain('Content_Types');
});

test.each([
  ['one person', 'person_id,a,b,c\np,1,0,1\n', [], /one person/],
  ['everybody alike', rows('person_id,a,b,c', 9, (i) => `p${i},1,1,1`), [], /everybody answered alike/],
  ['one item', rows('person_id,a', 9, (i) => `p${i},${i % 2}`), [], /one item is too few/],
  [
    'two items, 2PL',
    rows('person_id,a,b', 30, (i) => `p${i},${i % 2},${i % 3 && 1}`),
    ['--model', '2pl'],
    /2 items are too few/,
  ],
])('%s is an error, not a fit', async (name, text, flags, message) => {
  const file = written(`${name.replaceAll(/\W/g, '-')}.csv`, text);
  const { code, stdout, stderr } = await fit(file, ...flags);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('answers that are letters are scored by a key file', async () => {
  const answers = rows(
    'person_id,a,b,c',
    40,
    (i) => `p${i},${'ABCD'[i % 4]},${'ABCD'[i % 3]},${'ABCD'[i % 2]}`,
  );
  const file = written('letters.csv', answers);
  expect((await fit(file)).stderr).toContain('--key');
  const key = written('key.csv', 'item,key\na,A\nb,B\nc,A\n');
  const { code, stdout } = await fit(file, '--key', key, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ items: [{ id: 'a', n: 40 }, { id: 'b' }, { id: 'c' }] });
});

test('data check shows the file as it is read, and makes no home', async () => {
  const file = written(
    'check.csv',
    rows('person_id;a;b;c', 40, (i) => three(i).replaceAll(',', ';')),
  );
  const { code, stdout, stderr } = await holdfast(folder, ['data', 'check', file, '--json']);
  expect(code).toBe(0);
  expect(stderr).toContain('semicolons');
  expect(JSON.parse(stdout)).toMatchObject({
    people: 40,
    items: [{ id: 'a', n: 40, missing: 0, share: 0.5 }, {}, {}],
  });
});

test('everything that is wrong with a spec is said at once, with the likely word', async () => {
  const spec = written(
    'typo.yaml',
    'family: alignment\nname: x\npeople: { kind: responses, file: p.csv, covariats: [a] }\npopulaton: { who: x }\nitems: { file: i.csv }\narms: []\n',
  );
  const { code, stdout, stderr } = await holdfast(folder, ['plan', spec]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/people\.covariats.*did you mean 'covariates'/);
  expect(stderr).toMatch(/typo\.yaml:4:1: populaton.*did you mean 'population'/);
  expect(stderr).toContain('arms');
});
