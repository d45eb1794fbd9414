/** The files that a spec names, read and hashed. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { gather, UserError } from '../../domain/errors.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import { likeliest } from '../../domain/likely.ts';
import { readTextFile } from './text-file.ts';

/** Text and hash of each input by its place in the spec. */
export type SpecInputs = ReadonlyMap<string, { readonly text: string; readonly sha256: Sha256 }>;

/**
 * @param named where in the spec a file is named, and its path as it is written there
 * @param folder the spec's
 * @param needs what the spec says it needs: the remedy where a file is not there
 * @throws UserError for a file that cannot be read
 */
export function readInputs(
  named: readonly { readonly name: string; readonly path: string }[],
  folder: string,
  placeOf: (name: string) => string,
  needs: string | undefined,
): SpecInputs {
  return new Map(
    gather(
      named.map(({ name, path }) => () => {
        const text = readInput(path, folder, placeOf(name), needs);
        return [name, { text, sha256: sha256Of(text) }] as const;
      }),
    ),
  );
}

export function sha256Of(text: string): Sha256 {
  return createHash('sha256').update(text).digest('hex') as Sha256;
}

/** A path is relative to its spec; `$NAME/` at its start is an environment variable. */
function readInput(written: string, folder: string, place: string, needs: string | undefined): string {
  const variable = /^\$\{?([A-Z][A-Z0-9_]*)\}?\//.exec(written);
  let path = written;
  if (variable?.[1] !== undefined) {
    const value = process.env[variable[1]];
    if (value === undefined || value === '') {
      throw new UserError(`${variable[1]} is not set, and this spec needs ${written}.`, {
        place,
        remedy: needs ?? `Set ${variable[1]} to the folder that holds it.`,
      });
    }
    path = join(value, written.slice(variable[0].length));
  }
  const file = isAbsolute(path) || variable !== null ? resolve(path) : resolve(folder, path);
  try {
    return readTextFile(file).text;
  } catch (error) {
    if (!(error instanceof UserError) || existsSync(file)) throw error;
    throw new UserError(`${file}: ${error.message}`, {
      place,
      remedy: needs === undefined ? `Mend the path; it is relative to the spec.${others(file)}` : needs,
    });
  }
}

/** The file beside it that was likely meant. */
function others(file: string): string {
  try {
    const likely = likeliest(basename(file), readdirSync(dirname(file)));
    return likely === undefined ? '' : ` Did you mean ${likely}?`;
  } catch {
    return '';
  }
}
