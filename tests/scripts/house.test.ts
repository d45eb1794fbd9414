/** The house: what a new family touches is its own folders and two lists. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { families } from '../../families/index.ts';
import { ROOT } from './holdfast.ts';

const ROOMS = ['domain', 'reports', 'families', 'services', 'activities', 'workflows', 'workers', 'scripts'];
/** The two lists, the commands that offer a family's science by itself, and the makers of example scripts. */
const MAY_NAME_IT = new Set([
  'families/index.ts',
  'workflows/index.ts',
  'scripts/commands/align.ts',
  'scripts/commands/data-check.ts',
  'scripts/commands/irt.ts',
  'scripts/commands/irt-score.ts',
  'scripts/cli/response-file.ts',
  'scripts/make-planted.ts',
  'scripts/scripted-problems/script.ts',
  'scripts/scripted-worksheets/script.ts',
]);

test.each(families.map(({ name }) => name))(
  'nothing outside the family %s imports it, but for the two lists and the sciences alone',
  (family) => {
    const own = new RegExp(`^families/${family}/|^workflows/${family}\\.ts$`);
    const imported = new RegExp(`from '[^']*/${family}(/|\\.ts')`);
    const importers: string[] = [];
    for (const room of ROOMS) {
      for (const name of readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })) {
        const file = `${room}/${name}`;
        if (!name.endsWith('.ts') || own.test(file)) continue;
        if (imported.test(readFileSync(join(ROOT, file), 'utf8'))) importers.push(file);
      }
    }
    expect(importers.filter((file) => !MAY_NAME_IT.has(file))).toEqual([]);
    expect(importers).toEqual(expect.arrayContaining(['families/index.ts', 'workflows/index.ts']));
  },
);

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
