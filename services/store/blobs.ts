/** Content-addressed files in a folder: named by their SHA-256, read back only if they still have it. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import type { Blobs } from '../../domain/store.ts';

/**
 * Blobs under `folder`, at `ab/cd/abcd...`; the folder is made when the first one is put.
 *
 * `put` resolves when content and name are on the disk: a row that names the blob comes after.
 * `get` and `text` throw a UserError that names the blob where it is gone or changed.
 */
export function openBlobs(folder: string): Blobs {
  return new FolderBlobs(folder);
}

class FolderBlobs implements Blobs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(content: string | Uint8Array): Promise<Sha256> {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const sha256 = sha256Of(bytes);
    const path = this.#path(sha256);
    const there = await readIfThere(path);
    // A damaged file is replaced: the right content is at hand.
    if (there === undefined || sha256Of(there) !== sha256) await this.#write(path, bytes);
    return sha256;
  }

  async get(sha256: Sha256): Promise<Uint8Array> {
    const path = this.#path(sha256);
    const bytes = await readIfThere(path);
    if (bytes === undefined) {
      throw new UserError(`blob ${sha256} is not there`, {
        place: path,
        remedy:
          'Bring it from a copy of the blob folder. Does this worker see the folder of the machine that wrote it?',
      });
    }
    if (sha256Of(bytes) !== sha256) {
      throw new UserError(`blob ${sha256} is damaged: its content has another hash`, {
        place: path,
        remedy: 'Bring it from a copy of the blob folder, and look at the disk.',
      });
    }
    return bytes;
  }

  async text(sha256: Sha256): Promise<string> {
    return Buffer.from(await this.get(sha256)).toString('utf8');
  }

  async has(sha256: Sha256): Promise<boolean> {
    try {
      await (await open(this.#path(sha256), 'r')).close();
      return true;
    } catch (error) {
      if (isNotThere(error)) return false;
      throw error;
    }
  }

  #path(sha256: Sha256): string {
    // A name from a row or a spec must not lead out of the folder.
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new UserError(`'${String(sha256)}' is no SHA-256`);
    return join(this.#folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const folder = dirname(path);
    const firstMade = await mkdir(folder, { recursive: true });
    const draft = join(folder, `.draft-${randomUUID()}`);
    try {
      const file = await open(draft, 'wx', 0o644);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await syncFolder(folder);
    // A folder that was just made is an entry in its parent, which has to reach the disk as well.
    if (firstMade !== undefined) {
      for (let made = folder; made !== dirname(firstMade); made = dirname(made))
        await syncFolder(dirname(made));
    }
  }
}

function sha256Of(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

function isNotThere(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
