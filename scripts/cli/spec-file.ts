/** Reads a spec: YAML to a checked study with its inputs, every error with file, line and remedy. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { ModelRef } from '../../domain/completion.ts';
import { UserError } from '../../domain/errors.ts';
import { experimentId, SLUG, type ExperimentId, type Sha256 } from '../../domain/experiment.ts';
import { canonicalJson, type Json, type JsonObject } from '../../domain/json.ts';
import { families, familyNamed } from '../../families/index.ts';
import type { Execution, Family, Study } from '../../families/family.ts';
import { schemaError } from './spec-problems.ts';
import { readTextFile } from './text-file.ts';
import { say } from './output.ts';

export interface SpecFile {
  readonly file: string;
  readonly family: Family;
  readonly name: string;
  /** The spec as plain JSON, as it was written. */
  readonly raw: JsonObject;
  readonly study: Study;
  readonly execution: Execution;
  /** Text and hash of each input by its place in the spec. */
  readonly inputs: ReadonlyMap<string, { readonly text: string; readonly sha256: Sha256 }>;
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
  if (!existsSync(path)) {
    throw new UserError('There is no such spec.', { place: file, remedy: 'Examples are in experiments/.' });
  }
  const lines = new LineCounter();
  // Aliases are for a spec's own repetitions: a bomb of them is refused.
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const at = lines.linePos(broken.pos[0]);
    throw new UserError(`This is not YAML: ${broken.message.split('\n')[0] ?? ''}`, {
      place: `${file}:${at.line}:${at.col}`,
      remedy: 'Mend that line.',
    });
  }
  const raw = document.toJS({ maxAliasCount: 100 }) as Json;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new UserError('A spec is a mapping that begins with `family:`.', { place: `${file}:1:1` });
  }
  const spec = raw as JsonObject;
  const placeOf = (at: readonly PropertyKey[]): string => placeIn(document, lines, file, at);

  const family = typeof spec['family'] === 'string' ? familyNamed(spec['family']) : undefined;
  if (family === undefined) {
    throw new UserError(`${JSON.stringify(spec['family'] ?? null)} is no family.`, {
      place: placeOf(['family']),
      remedy: `Families: ${families.map((known) => known.name).join(', ')}.`,
    });
  }
  const parsed = family.schema.safeParse(spec);
  if (!parsed.success) throw schemaError(parsed.error.issues, placeOf, family);
  const name = spec['name'];
  if (typeof name !== 'string' || !SLUG.test(name)) {
    throw new UserError('A name is made of a to z, 0 to 9 and -, and begins with a letter or digit.', {
      place: placeOf(['name']),
    });
  }

  const execution = family.execution(parsed.data);
  const inputs = new Map<string, { text: string; sha256: Sha256 }>();
  for (const input of family.inputs(parsed.data)) {
    const place = placeOf(pathOf(input.name));
    const text = readInput(input.path, dirname(path), place, execution.needs);
    inputs.set(input.name, { text, sha256: hash(text) });
  }
  const study = openStudy(family, parsed.data, inputs, placeOf);
  const inputHashes = Object.fromEntries([...inputs].map(([key, { sha256 }]) => [key, sha256]));
  const identity: JsonObject = {
    ...family.identity(parsed.data),
    family: family.name,
    familyVersion: family.version,
    inputs: inputHashes,
  };
  const specHash = hash(canonicalJson(identity));
  return {
    file,
    family,
    name,
    raw: spec,
    study,
    execution,
    inputs,
    identity,
    specHash,
    collectionHash: hash(
      canonicalJson({
        ...family.collectionIdentity(parsed.data),
        family: family.name,
        familyVersion: family.version,
        inputs: inputHashes,
      }),
    ),
    id: (label) => experimentId(family.name, name, specHash, label),
    placeOfModel: (model) => placeOfModel(document, lines, file, model),
    withNeeds: (remedy) =>
      execution.needs === undefined ? remedy : `${remedy}\n  This spec needs: ${execution.needs}`,
  };
}

/** Says what a spec needs, where it says so: before anything else can fail for the want of it. */
export function sayNeeds(spec: SpecFile): void {
  if (spec.execution.needs !== undefined) say(`needs: ${spec.execution.needs}`);
}

/** A family names a place in its spec by a dotted path: here it gets its line. */
function openStudy(
  family: Family,
  spec: unknown,
  inputs: ReadonlyMap<string, { readonly text: string }>,
  placeOf: (at: readonly PropertyKey[]) => string,
): Study {
  try {
    return family.open(spec, new Map([...inputs].map(([name, { text }]) => [name, text])));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, place = '', remedy } = error;
    const isPath = /^[a-zA-Z]\w*(\.\w+)*$/.test(place);
    throw new UserError(isPath ? `${place}: ${message}` : message, {
      place: place === '' || isPath ? placeOf(pathOf(place)) : place,
      ...(remedy === undefined ? {} : { remedy }),
    });
  }
}

/** `arms.0.models` as keys and indices. */
function pathOf(dotted: string): PropertyKey[] {
  return dotted === '' ? [] : dotted.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
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
    if (error instanceof UserError && existsSync(file)) throw error;
    throw new UserError(`${file} cannot be read.`, {
      place,
      remedy: needs ?? 'Mend the path; it is relative to the spec.',
    });
  }
}

/** Line and column of a path in the document, or of the nearest part of it that is there. */
function placeIn(document: Document, lines: LineCounter, file: string, at: readonly PropertyKey[]): string {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of at) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) break;
      if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = isPair(pair) ? pair.value : undefined;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
        offset = Number(node.range[0]);
      }
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return `${file}:${line}:${col}`;
}

/** Families write models where they like: it is the first mapping with that endpoint and model. */
function placeOfModel(
  document: Document,
  lines: LineCounter,
  file: string,
  wanted: { readonly endpoint: string; readonly model?: string },
): string {
  let offset: number | undefined;
  visit(document, {
    Map(_key, node) {
      const at = (name: string, value: string): number | undefined => {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === name);
        if (pair === undefined || !isScalar(pair.value) || pair.value.value !== value) return undefined;
        return isScalar(pair.key) ? pair.key.range?.[0] : undefined;
      };
      const endpoint = at('endpoint', wanted.endpoint);
      const found = wanted.model === undefined ? endpoint : at('model', wanted.model);
      if (endpoint === undefined || found === undefined) return undefined;
      offset = found;
      return visit.BREAK;
    },
  });
  if (offset === undefined) return file;
  const { line, col } = lines.linePos(offset);
  return `${file}:${line}:${col}`;
}

function hash(text: string): Sha256 {
  return createHash('sha256').update(text).digest('hex') as Sha256;
}
