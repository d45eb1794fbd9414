/** Brings a data set from its public home: nothing is put in place that has not the pinned checksum. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, UserError } from '../../domain/errors.ts';
import { download } from './download.ts';
import { addressOf, type Dataset } from './list.ts';

export interface Pulled {
  readonly file: string;
  /** `there`: it was in place already, with the right checksum; nothing was fetched. */
  readonly state: 'fetched' | 'there';
}

/**
 * Puts the data set into `folder`, made where it is not there. Repeating it changes nothing.
 *
 * @param options `mirror` as of `addressOf`; `patienceMs`: how long nothing may come before it is given up
 * @throws UserError where the address cannot be reached, what came is not the file, or another file lies there
 */
export async function pullDataset(
  dataset: Dataset,
  folder: string,
  options: { readonly mirror?: string; readonly patienceMs?: number } = {},
): Promise<Pulled> {
  const file = join(folder, dataset.file);
  const there = await readIfThere(file);
  if (there !== undefined) {
    if (sha256Of(there) === dataset.sha256) return { file, state: 'there' };
    throw new UserError(`another file is there: its SHA-256 is ${sha256Of(there)}`, {
      place: file,
      remedy: `It is left as it is. Move it away, or pull to another folder with --to. Wanted: ${dataset.sha256}.`,
    });
  }
  const address = addressOf(dataset, options.mirror);
  const bytes = await fetched(dataset, address, file, options.patienceMs);
  try {
    await putInPlace(file, bytes);
  } catch (error) {
    throw new UserError(`the file cannot be written: ${messageOf(error)}`, {
      place: file,
      remedy: 'Give a folder that you may write to with --to.',
    });
  }
  return { file, state: 'fetched' };
}

/** What came from the address, checked. @throws UserError with the way to do it by hand */
async function fetched(
  dataset: Dataset,
  address: string,
  file: string,
  patienceMs: number | undefined,
): Promise<Uint8Array> {
  const byHand =
    `By hand: bring ${address}, see that its SHA-256 is ${dataset.sha256}, and save it as ${file}. ` +
    'HOLDFAST_DATA_MIRROR names a server with the same paths.';
  const came = await download(address, dataset.bytes, patienceMs);
  if (came.state === 'failed') {
    throw new UserError(`${came.reason}; nothing was kept`, { place: address, remedy: byHand });
  }
  const sha256 = sha256Of(came.bytes);
  if (sha256 !== dataset.sha256) {
    throw new UserError(`what came is another file: its SHA-256 is ${sha256}; nothing was kept`, {
      place: address,
      remedy: byHand,
    });
  }
  return came.bytes;
}

/** The draft lies in the same folder, so that the name is given in one step; a crash leaves no half file under it. */
async function putInPlace(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = join(dirname(file), `.draft-${randomUUID()}`);
  try {
    const handle = await open(draft, 'wx', 0o644);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw new UserError(`this cannot be read: ${messageOf(error)}`, {
      place: file,
      remedy: 'Move it away, or pull to another folder with --to.',
    });
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
