/** The blobs as files: how large they are, and that those which nothing names go. */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha256 } from '../../domain/experiment.ts';
import { filesUnder } from '../home/files-under.ts';

export interface BlobFile {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** When it was written, in epoch milliseconds. */
  readonly at: number;
}

/** Every blob of the folder; unfinished drafts are none. */
export function blobsIn(folder: string): BlobFile[] {
  return filesUnder(folder).flatMap((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!/^[0-9a-f]{64}$/.test(name)) return [];
    const { size, mtimeMs } = statSync(path);
    return [{ sha256: name as Sha256, bytes: size, at: mtimeMs }];
  });
}

/** What was being written when its writer died. Nobody may be writing. */
export function removeDrafts(folder: string): void {
  for (const path of filesUnder(folder)) if (DRAFT.test(path)) rmSync(path, { force: true });
}

const DRAFT = /\/\.draft-[0-9a-f-]+$/;

/**
 * Removes blobs, each only if nothing names it when it is out of reach: whoever puts the same content meanwhile writes it
 * anew, or has named it already.
 *
 * @param stillNamed which of these are named now; asked once they are set aside
 * @returns those that went
 */
export async function removeBlobs(
  folder: string,
  hashes: readonly Sha256[],
  stillNamed: () => Promise<(sha256: Sha256) => boolean>,
): Promise<BlobFile[]> {
  const aside = hashes.flatMap((sha256) => {
    const path = pathOf(folder, sha256);
    if (!existsSync(path)) return [];
    const { size, mtimeMs } = statSync(path);
    const draft = join(path, '..', `.draft-${sha256.slice(0, 32)}`);
    renameSync(path, draft);
    return [{ blob: { sha256, bytes: size, at: mtimeMs }, path, draft }];
  });
  if (aside.length === 0) return [];
  try {
    const isNamed = await stillNamed();
    return aside.flatMap(({ blob, draft }) => {
      if (isNamed(blob.sha256)) return [];
      rmSync(draft);
      return [blob];
    });
  } finally {
    for (const { path, draft } of aside) if (existsSync(draft)) renameSync(draft, path);
  }
}

function pathOf(folder: string, sha256: Sha256): string {
  return join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}
