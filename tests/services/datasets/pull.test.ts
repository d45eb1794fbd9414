/** Data sets come whole and checked, or not at all. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { UserError } from '../../../domain/errors.ts';
import { addressOf, DATASETS, type Dataset } from '../../../services/datasets/list.ts';
import { pullDataset } from '../../../services/datasets/pull.ts';
import { startMirror, whole, type Mirror } from './mirror.ts';

const CONTENT = Buffer.from(Array.from({ length: 4000 }, (_, i) => `{"line": ${i}}\n`).join(''));
const DATASET: Dataset = {
  name: 'made-up',
  title: 'a made-up set',
  repository: 'owner/name',
  commit: 'c0ffee',
  path: 'folder/made-up.jsonl',
  file: 'word-problems/made-up.jsonl',
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
  bytes: CONTENT.length,
  problems: 4000,
  licence: 'CC0',
};

let mirror: Mirror | undefined;
afterEach(async () => {
  await mirror?.close();
  mirror = undefined;
});

function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'holdfast-data-'));
}

/** Every file under the folder: a draft that was left behind would be one. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

async function refusal(dataset: Dataset, folder: string, address: string): Promise<UserError> {
  try {
    await pullDataset(dataset, folder, { mirror: address, patienceMs: 300 });
  } catch (error) {
    return error as UserError;
  }
  throw new Error('it was pulled');
}

describe('pulling', () => {
  test('brings the file to its place; a second time nothing is fetched', async () => {
    mirror = await startMirror(whole(CONTENT));
    const folder = join(emptyFolder(), 'not', 'there', 'yet');
    const first = await pullDataset(DATASET, folder, { mirror: mirror.address });
    expect(first).toEqual({ file: join(folder, DATASET.file), state: 'fetched' });
    expect(readFileSync(first.file)).toEqual(CONTENT);
    expect(filesIn(folder)).toEqual(['made-up.jsonl']);

    const written = statSync(first.file).mtimeMs;
    expect((await pullDataset(DATASET, folder, { mirror: mirror.address })).state).toBe('there');
    expect(statSync(first.file).mtimeMs).toBe(written);
    expect(mirror.asked).toEqual(['/owner/name/c0ffee/folder/made-up.jsonl']);
  });

  test('two at once leave one file', async () => {
    mirror = await startMirror(whole(CONTENT));
    const folder = emptyFolder();
    const options = { mirror: mirror.address };
    await Promise.all([pullDataset(DATASET, folder, options), pullDataset(DATASET, folder, options)]);
    expect(filesIn(folder)).toEqual(['made-up.jsonl']);
  });

  test('leaves another file that is there as it is, and asks nothing', async () => {
    mirror = await startMirror(whole(CONTENT));
    const folder = emptyFolder();
    const file = join(folder, DATASET.file);
    mkdirSync(dirname(file));
    writeFileSync(file, 'mine\n');
    const error = await refusal(DATASET, folder, mirror.address);
    expect(error.describe()).toContain('another file is there');
    expect(error.describe()).toContain('--to');
    expect(readFileSync(file, 'utf8')).toBe('mine\n');
    expect(mirror.asked).toEqual([]);
  });
});

describe('what goes wrong keeps nothing and says how to do it by hand', () => {
  const half = CONTENT.subarray(0, CONTENT.length / 2);
  const changed = Buffer.from(CONTENT).fill('x', 10, 11);
  test.each<[string, Parameters<typeof startMirror>[0], string]>([
    ['a short file', whole(half), `only ${half.length} of ${CONTENT.length} bytes`],
    ['a longer file', whole(Buffer.concat([CONTENT, half])), 'longer than'],
    ['a wrong checksum', whole(changed), createHash('sha256').update(changed).digest('hex')],
    ['an empty answer', whole(Buffer.alloc(0)), 'only 0 of'],
    ['a missing file', (response) => response.writeHead(404).end('no'), 'answers 404'],
    ['a web page', (response) => response.writeHead(200).end('<html>log in</html>'), 'only 19 of'],
    [
      'a connection that breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': CONTENT.length });
        response.write(half, () => setTimeout(() => response.socket?.destroy(), 20));
      },
      'broke off after',
    ],
    [
      'a server that stops in the middle',
      (response) => {
        response.writeHead(200, { 'content-length': CONTENT.length });
        response.write(half);
      },
      'nothing came for 0.3 s',
    ],
    ['a server that says nothing', () => undefined, 'nothing came for 0.3 s'],
  ])('%s', async (_what, answer, said) => {
    mirror = await startMirror(answer);
    const folder = emptyFolder();
    const text = (await refusal(DATASET, folder, mirror.address)).describe();
    expect(text).toContain(said);
    expect(text).toContain(`${mirror.address}/owner/name/c0ffee/folder/made-up.jsonl`);
    expect(text).toContain(DATASET.sha256);
    expect(text).toContain(join(folder, DATASET.file));
    expect(filesIn(folder)).toEqual([]);
  });

  test('no server', async () => {
    const gone = await startMirror(whole(CONTENT));
    await gone.close();
    const text = (await refusal(DATASET, emptyFolder(), gone.address)).describe();
    expect(text).toContain('it cannot be reached');
    expect(text).toContain('ECONNREFUSED');
  });

  test('a place that cannot be written to', async () => {
    mirror = await startMirror(whole(CONTENT));
    const folder = emptyFolder();
    writeFileSync(join(folder, 'word-problems'), 'a file where a folder is wanted');
    expect((await refusal(DATASET, folder, mirror.address)).describe()).toMatch(/cannot be (read|written)/);
    expect(filesIn(folder)).toEqual(['word-problems']);
  });

  test('a file that cannot be read', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, DATASET.file), { recursive: true });
    expect((await refusal(DATASET, folder, 'http://127.0.0.1:1')).describe()).toContain('cannot be read');
  });
});

describe('the list', () => {
  test('names, files and addresses are each their own, with whole checksums and commits', () => {
    expect(DATASETS.map(({ name }) => name)).toEqual(['gsm8k', 'algebra', 'svamp']);
    expect(new Set(DATASETS.map(({ file }) => file)).size).toBe(DATASETS.length);
    for (const dataset of DATASETS) {
      expect(dataset.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(dataset.commit).toMatch(/^[0-9a-f]{40}$/);
      expect(new URL(addressOf(dataset)).protocol).toBe('https:');
    }
    expect(addressOf(DATASET, 'http://mirror.example/raw/')).toBe(
      'http://mirror.example/raw/owner/name/c0ffee/folder/made-up.jsonl',
    );
  });

  const data = process.env['HOLDFAST_DATA'] ?? '';
  const isThere = DATASETS.every(({ file }) => existsSync(join(data, file)));
  (isThere ? test : test.skip)(
    `pins the files of HOLDFAST_DATA${isThere ? '' : ' (skipped: HOLDFAST_DATA has no word-problems)'}`,
    () => {
      for (const { file, sha256, bytes, problems } of DATASETS) {
        const content = readFileSync(join(data, file));
        expect({ bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }).toEqual(
          { bytes, sha256 },
        );
        const text = content.toString('utf8');
        if (file.endsWith('.jsonl')) expect(text.trim().split('\n')).toHaveLength(problems);
        if (file.endsWith('.json')) expect(JSON.parse(text)).toHaveLength(problems);
      }
    },
  );
});
