/** What `home copy` and `home move` bring, and what they say of folders that cannot take a home. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

test('a copy holds what a link of the home leads to, not the link', () => {
  const elsewhere = join(project, 'large-disk');
  mkdirSync(home.blobs, { recursive: true });
  writeFileSync(join(home.blobs, 'one'), 'kept');
  renameSync(home.blobs, elsewhere);
  symlinkSync(elsewhere, home.blobs);
  const copy = copyHome(home, join(project, 'copy'));
  expect(lstatSync(copy.blobs).isDirectory()).toBe(true);
  rmSync(elsewhere, { recursive: true });
  expect(readFileSync(join(copy.blobs, 'one'), 'utf8')).toBe('kept');
});

test('a home that is moved to another disk, where there is one, is whole there and gone here', () => {
  writeFileSync(join(home.folder, 'note'), 'mine');
  const other = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/holdfast-move-') : project;
  try {
    const before = readdirSync(home.folder).sort();
    const moved = moveHome(home, join(other, 'moved'));
    expect(moved.id).toBe(home.id);
    expect(readdirSync(moved.folder).sort()).toEqual(before);
    expect(existsSync(home.folder)).toBe(false);
  } finally {
    if (other !== project) rmSync(other, { recursive: true });
  }
});
