/** `holdfast irt score`: a score a person, from the file's own fit or a saved one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdfast, temporaryFolder } from './holdfast.ts';

const folder = temporaryFolder();
const rows = ['1,1,0,1', '1,0,0,0', '0,0,0,0', '1,1,1,1', '0,1,0,1', '1,0,1,0', '0,1,1,0', '1,1,0,0'];
writeFileSync(
  join(folder, 'people.csv'),
  `person_id,w,x,y,z\n${rows.map((row, i) => `p${i},${row}`).join('\n')}\n`,
);

interface Scores {
  readonly reliability: number;
  readonly persons: readonly {
    id: string;
    n: number;
    eap: number;
    eapSe: number;
    map: number;
    mapSe: number;
  }[];
}

async function score(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return holdfast(folder, ['irt', 'score', ...args]);
}

test('a CSV with a line a person; a saved fit gives the same bytes, whatever the order of columns', async () => {
  const { code, stdout } = await score('people.csv');
  expect(code).toBe(0);
  const [header, ...lines] = stdout.trimEnd().split('\n');
  expect(header).toBe('person_id,n,eap,eap_se,map,map_se');
  expect(lines.map((line) => line.split(',')[0])).toEqual(rows.map((_, i) => `p${i}`));
  const fit = await holdfast(folder, ['irt', 'fit', 'people.csv', '--json']);
  writeFileSync(join(folder, 'fit.json'), fit.stdout);
  const turned = rows.map((row, i) => `p${i},${row.split(',').reverse().join(',')}`);
  writeFileSync(join(folder, 'turned.csv'), `person_id,z,y,x,w\n${turned.join('\n')}\n`);
  expect((await score('turned.csv', '--fit', 'fit.json')).stdout).toBe(stdout);
});

test('--json; other people, with items missing and others that the fit has not', async () => {
  writeFileSync(join(folder, 'others.csv'), 'person_id,x,own,y\na,1,1,1\nb,0,1,0\nc,,0,\n');
  const fit = await holdfast(folder, ['irt', 'fit', 'people.csv', '--latent-variance', '1', '--json']);
  writeFileSync(join(folder, 'one.json'), fit.stdout);
  const { code, stdout, stderr } = await score('others.csv', '--fit', 'one.json', '--json');
  expect(code).toBe(0);
  expect(stderr).toContain('not in the fit, and left out: own');
  const { persons } = JSON.parse(stdout) as Scores;
  expect(persons.map(({ n }) => n)).toEqual([2, 2, 0]);
  expect(persons[0]?.eap).toBeGreaterThan(persons[1]?.eap ?? Infinity);
  expect(persons[2]).toMatchObject({ map: 0, mapSe: 1 });
  expect(Math.abs(persons[2]?.eap ?? NaN)).toBeLessThan(1e-9);
});

test.each([
  ['no JSON', ['--fit', 'people.csv'], /people\.csv: this is not JSON/],
  ['no fit', ['--fit', 'other.json'], /other\.json: this is no fit: model/],
  ['a model beside a saved fit', ['--fit', 'other.json', '--model', '2pl'], /--fit brings its model/],
  ['other items', ['--fit', 'strange.json'], /people\.csv: the file has no item of the fit/],
])('%s is one error', async (_what, args, message) => {
  writeFileSync(join(folder, 'other.json'), '{"items": []}');
  writeFileSync(
    join(folder, 'strange.json'),
    '{"model": "rasch", "converged": true, "latent": {"variance": 1}, "items": [{"id": "q", "a": 1, "d": 0}]}',
  );
  const { code, stdout, stderr } = await score('people.csv', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
