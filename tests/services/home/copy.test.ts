/** What `home copy` and `home move` say of folders that cannot take a home; the home stays as it was. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../domain/errors.ts';
import { copyHome, moveHome } from '../../../services/home/copy.ts';
import { makeHome, type Home } from '../../../services/home/home.ts';
import { openBlobs } from '../../../services/store/blobs.ts';
import { openStore } from '../../../services/store/open.ts';

let project: string;
let home: Home;
beforeEach(async () => {
  project = mkdtempSync(join(tmpdir(), 'holdfast-copy-'));
  home = makeHome(join(project, 'home'));
  const store = await openStore({ path: home.storeFile, mode: 'migrate', blobs: openBlobs(home.blobs) });
  await store.close();
});
afterEach(() => rmSync(project, { recursive: true }));

const ways = [
  ['copy', copyHome],
  ['move', moveHome],
] as const;

function errorOf(body: () => unknown): UserError {
  try {
    body();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

test.each(ways)(
  '%s: a file in the way, at the end or before it, is an error with its place',
  (_name, way) => {
    const file = join(project, 'file');
    writeFileSync(file, 'mine');
    const before = readdirSync(home.folder);
    for (const taken of [file, join(file, 'x'), join(file, 'x', 'y')]) {
      const error = errorOf(() => way(home, taken));
      expect(error.place).toContain(file);
      expect(error.remedy).toContain('Name a folder');
    }
    expect(readdirSync(home.folder)).toEqual(before);
  },
);

test.each(ways)(
  '%s: into the home it is refused, beside it under a name with two dots it is not',
  (_name, way) => {
    for (const inside of [home.folder, join(home.folder, 'a'), join(home.folder, '..b')])
      expect(() => way(home, inside)).toThrow('in itself');
    const beside = join(project, '..c');
    mkdirSync(beside);
    expect(way(home, beside).folder).toBe(beside);
  },
);
