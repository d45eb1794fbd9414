/** Where home and configuration are, by what is there and what is said. */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../domain/errors.ts';
import { hasHome, makeHome, openHome } from '../../../services/home/home.ts';
import { configFile, homePlace } from '../../../services/home/place.ts';
import { ROOT } from '../../../services/home/provenance.ts';

let project: string;
let study: string;
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-place-')));
  study = join(project, 'studies', 'first');
  mkdirSync(study, { recursive: true });
});

test("from a folder that says nothing, both are the checkout's", () => {
  expect(configFile({}, study)).toBe(join(ROOT, 'holdfast.toml'));
  expect(homePlace({}, study).folder).toBe(join(ROOT, '.holdfast'));
});

test('a study folder with a home of its own is not joined for that alone', () => {
  makeHome(join(study, '.holdfast'));
  expect(homePlace({}, study).folder).toBe(join(ROOT, '.holdfast'));
});

test('the nearest holdfast.toml above decides for both, and a nearer one wins', () => {
  writeFileSync(join(project, 'holdfast.toml'), '');
  expect(configFile({}, study)).toBe(join(project, 'holdfast.toml'));
  expect(homePlace({}, study)).toEqual({
    folder: join(project, '.holdfast'),
    because: expect.stringContaining(join(project, 'holdfast.toml')),
  });
  writeFileSync(join(study, 'holdfast.toml'), '');
  expect(homePlace({}, study).folder).toBe(join(study, '.holdfast'));
});

test('its setting home is relative to it', () => {
  writeFileSync(join(project, 'holdfast.toml'), 'home = "state/of-the-lab"\n');
  expect(homePlace({}, study).folder).toBe(join(project, 'state', 'of-the-lab'));
});

test('a file that HOLDFAST_CONFIG names brings no home with it, unless it says so', () => {
  const file = join(project, 'elsewhere.toml');
  writeFileSync(file, '');
  expect(configFile({ HOLDFAST_CONFIG: file }, study)).toBe(file);
  expect(homePlace({ HOLDFAST_CONFIG: file }, study).folder).toBe(join(ROOT, '.holdfast'));
  writeFileSync(file, 'home = "here"\n');
  expect(homePlace({ HOLDFAST_CONFIG: file }, study).folder).toBe(join(project, 'here'));
});

test('HOLDFAST_HOME wins over all of them, relative to the folder; empty says nothing', () => {
  writeFileSync(join(project, 'holdfast.toml'), 'home = "a"\n');
  expect(homePlace({ HOLDFAST_HOME: 'b' }, study).folder).toBe(join(study, 'b'));
  expect(homePlace({ HOLDFAST_HOME: '' }, study).folder).toBe(join(project, 'a'));
});

test('opening makes no home; making it opens the one that is there', () => {
  const folder = join(project, '.holdfast');
  expect(() => openHome(folder)).toThrow(UserError);
  expect(hasHome(folder)).toBe(false);
  const made = makeHome(folder);
  expect(makeHome(folder)).toEqual(made);
  expect(openHome(folder)).toEqual(made);
});
