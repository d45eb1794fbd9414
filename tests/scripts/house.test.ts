/** The house: what a new family touches is its own folders and two lists. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './holdfast.ts';

const ROOMS = ['domain', 'reports', 'families', 'services', 'activities', 'workflows', 'workers', 'scripts'];
/** The two lists, and the commands that offer the alignment's science by itself. */
const MAY_NAME_IT = new Set([
  'families/index.ts',
  'workflows/index.ts',
  'scripts/commands/align.ts',
  'scripts/cli/response-file.ts',
  'scripts/make-planted.ts',
]);

test('nothing outside the family imports it, but for the two lists and the sciences alone', () => {
  const importers: string[] = [];
  for (const room of ROOMS) {
    for (const name of readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })) {
      const file = `${room}/${name}`;
      if (!name.endsWith('.ts') || /^families\/alignment\/|^workflows\/alignment\.ts$/.test(file)) continue;
      const text = readFileSync(join(ROOT, file), 'utf8');
      if (/from '[^']*\/alignment(\/|\.ts')/.test(text)) importers.push(file);
    }
  }
  expect(importers.filter((file) => !MAY_NAME_IT.has(file))).toEqual([]);
  expect(importers).toEqual(expect.arrayContaining(['families/index.ts', 'workflows/index.ts']));
});

test('a file is one idea: none above 400 lines', () => {
  const long: string[] = [];
  for (const room of [...ROOMS, 'methods', 'tests', 'benchmarks']) {
    for (const name of readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const lines = readFileSync(join(ROOT, room, name), 'utf8').split('\n').length;
      if (lines > 400 && room !== 'tests') long.push(`${room}/${name}: ${lines}`);
    }
  }
  expect(long).toEqual([]);
});
