/** Reads a spec: YAML to a checked study with its inputs, every error with file, line and remedy. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { ModelRef } from '../../domain/completion.ts';
import { messageOf, UserError, UserErrors } from '../../domain/errors.ts';
import { experimentId, SLUG, type ExperimentId, type Sha256 } from '../../domain/experiment.ts';
import { canonicalJson, type JsonObject } from '../../domain/json.ts';
import { didYouMean } from '../../domain/likely.ts';
import { families, familyNamed } from '../../families/index.ts';
import type { Execution, Family, Study } from '../../families/family.ts';
import { pathOf, SpecDocument } from './spec-document.ts';
import { readInputs, sha256Of, type SpecInputs } from './spec-inputs.ts';
import { schemaError } from './spec-problems.ts';
import { withWords } from './spec-words.ts';
import { refusedPath } from './system-errors.ts';
import { readTextFile } from './text-file.ts';

export interface SpecFile {
  readonly file: string;
  readonly family: Family;
  readonly name: string;
  /** The spec as plain JSON, as it was written. */
  readonly raw: JsonObject;
  readonly study: Study;
  readonly execution: Execution;
  readonly inputs: SpecInputs;
  /** The part that is hashed. */
  readonly identity: JsonObject;
  readonly specHash: Sha256;
  readonly collectionHash: Sha256;
  id(label?: string): ExperimentId;
  /** File, line and column where the spec names a model, or else its endpoint, or else the file. */
  placeOfModel(model: Pick<ModelRef, 'endpoint'> & Partial<ModelRef>): string;
  /** A remedy with what the spec says it needs. */
  withNeeds(remedy: string): string;
}

/** @throws UserError naming file, line and remedy */
export function readSpec(path: string): SpecFile {
  const file = relative(process.cwd(), resolve(path)) || path;
  const document = readDocument(path, file);
  const family = familyOf(document);
  const { parsed, raw } = parse(family, document);
  const name = nameOf(raw, document);
  const execution = family.execution(parsed);
  const placeOf = (dotted: string): string => document.placeOf(pathOf(dotted));
  const inputs = readInputs(family.inputs(parsed), dirname(path), placeOf, execution.needs);
  const study = openStudy(family, parsed, inputs, placeOf);
  const identity = identityOf(family, family.identity(parsed), inputs);
  const specHash = sha256Of(canonicalJson(identity));
  return {
    ...{ file, family, name, raw, study, execution, inputs, identity, specHash },
    collectionHash: sha256Of(canonicalJson(identityOf(family, family.collectionIdentity(parsed), inputs))),
    id: (label) => experimentId(family.name, name, specHash, label),
    placeOfModel: (model) => document.placeOfModel(model),
    withNeeds: (remedy) =>
      execution.needs === undefined ? remedy : `${remedy}\n  This spec needs: ${execution.needs}`,
  };
}

function readDocument(path: string, file: string): SpecDocument {
  try {
    if (statSync(path).isDirectory()) throw folderNamed(path, file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = isAbsent ? 'There is no such spec.' : (refusedPath(error) ?? messageOf(error));
    throw new UserError(why, {
      place: file,
      remedy: 'Examples are in experiments/; ./holdfast new writes one for data of your own.',
    });
  }
  return new SpecDocument(file, readTextFile(path).text);
}

const NAMED = 5;

function folderNamed(path: string, file: string): UserError {
  const specs = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
  const more = specs.length > NAMED ? `, and ${specs.length - NAMED} more` : '';
  return new UserError('This is a folder, not a spec.', {
    place: file,
    remedy:
      specs.length === 0
        ? 'A spec is a YAML file; examples are in experiments/.'
        : `Name one of its specs: ${specs
            .slice(0, NAMED)
            .map((name) => join(file, name))
            .join(', ')}${more}.`,
  });
}

function familyOf(document: SpecDocument): Family {
  const name = document.raw['family'];
  const family = typeof name === 'string' ? familyNamed(name) : undefined;
  if (family !== undefined) return family;
  const names = families.map((known) => known.name);
  const what =
    name === undefined || name === null
      ? 'A spec says its family first'
      : `There is no family ${JSON.stringify(name)}${typeof name === 'string' ? didYouMean(name, names) : ''}`;
  throw new UserError(what.endsWith('?') ? what : `${what}.`, {
    place: document.placeOf(['family']),
    remedy: `Families: ${names.join(', ')}.`,
  });
}

/** @returns the spec, and what the family's schema makes of it */
function parse(
  family: Family,
  document: SpecDocument,
): { readonly parsed: unknown; readonly raw: JsonObject } {
  const read = (raw: JsonObject) => ({ raw, result: family.schema.safeParse(raw, { reportInput: true }) });
  const asRead = read(document.raw);
  const { raw, result } = asRead.result.success
    ? asRead
    : read(withWords(document, asRead.result.error.issues));
  if (result.success) return { parsed: result.data, raw };
  throw schemaError(result.error.issues, (path) => document.placeOf(path), family);
}

function nameOf(raw: JsonObject, document: SpecDocument): string {
  const name = raw['name'];
  if (typeof name === 'string' && SLUG.test(name)) return name;
  throw new UserError('A name is made of a to z, 0 to 9 and -, and begins with a letter or digit.', {
    place: document.placeOf(['name']),
  });
}

/** What is hashed: the family's part of the spec, the family and its version, and each input's hash. */
function identityOf(family: Family, part: JsonObject, inputs: SpecInputs): JsonObject {
  return {
    ...part,
    family: family.name,
    familyVersion: family.version,
    inputs: Object.fromEntries([...inputs].map(([key, { sha256 }]) => [key, sha256])),
  };
}

/** A family names a place in its spec by a dotted path: here it gets its line. */
function openStudy(
  family: Family,
  spec: unknown,
  inputs: SpecInputs,
  placeOf: (dotted: string) => string,
): Study {
  try {
    return family.open(spec, new Map([...inputs].map(([name, { text }]) => [name, text])));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [first = error, ...others] = error.all.map((one) => placed(one, placeOf));
    throw others.length === 0 ? first : new UserErrors(first, others);
  }
}

function placed({ message, place = '', remedy }: UserError, placeOf: (dotted: string) => string): UserError {
  const isPath = /^[a-zA-Z]\w*(\.\w+)*$/.test(place);
  return new UserError(isPath ? `${place}: ${message}` : message, {
    place: place === '' || isPath ? placeOf(place) : place,
    ...(remedy === undefined ? {} : { remedy }),
  });
}
