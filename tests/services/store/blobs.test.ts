import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Sha256 } from '../../../domain/experiment.ts';
import { sha256Hex } from '../../../domain/sha256.ts';
import { openBlobs } from '../../../services/store/blobs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-blobs-'));
});
afterEach(() => rm(folder, { recursive: true }));

function pathOf(sha256: string): string {
  return join(folder, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

test('what is put comes back under its SHA-256, whatever the bytes', async () => {
  const blobs = openBlobs(join(folder, 'blobs'));
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const sha256 = await blobs.put(bytes);
      expect(Buffer.from(await blobs.get(sha256))).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 30 },
  );
  const text = 'ä\0🙂';
  expect(await blobs.put(text)).toBe(sha256Hex(text));
  expect(await blobs.text(sha256Hex(text) as Sha256)).toBe(text);
  expect(await blobs.has(sha256Hex(text) as Sha256)).toBe(true);
  expect(await blobs.has(sha256Hex('other') as Sha256)).toBe(false);
});

test('the same content is one file, also when put many times at once; no draft is left', async () => {
  const blobs = openBlobs(join(folder, 'blobs'));
  const content = 'x'.repeat(100_000);
  const names = await Promise.all(Array.from({ length: 20 }, () => blobs.put(content)));
  expect(new Set(names).size).toBe(1);
  const files = await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true });
  expect(files.filter((file) => file.isFile()).map(({ name }) => name)).toEqual([names[0]]);
});

test('a flipped byte is an error that names the blob, and putting the content again mends it', async () => {
  const blobs = openBlobs(join(folder, 'blobs'));
  const sha256 = await blobs.put('a long answer');
  const bytes = await readFile(pathOf(sha256));
  bytes.writeUInt8(bytes.readUInt8(3) ^ 1, 3);
  await writeFile(pathOf(sha256), bytes);
  await expect(blobs.get(sha256)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(sha256),
    place: pathOf(sha256),
  });
  await blobs.put('a long answer');
  expect(await blobs.text(sha256)).toBe('a long answer');
});

test('a blob that is gone, or a name that is none, is an error', async () => {
  const blobs = openBlobs(join(folder, 'blobs'));
  const sha256 = sha256Hex('gone') as Sha256;
  await expect(blobs.text(sha256)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(sha256),
  });
  await expect(blobs.get('../../etc/passwd' as Sha256)).rejects.toMatchObject({ name: 'UserError' });
});
