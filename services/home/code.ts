/**
 * The code of a family, read when a process starts: the files of this repository that its folder imports, followed from
 * file to file. Packages are not among them (the lock file's hash names those), nor are pages: they show what was found.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Code } from '../../domain/code.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import { ROOT } from './provenance.ts';

/** Imports and re-exports of a neighbour, those of types alone left out: they are gone when the code runs. */
const IMPORT = /^(?:import|export)\s(?!type\s)(?:[^;'"]*?\sfrom\s)?'(\.[^']+)'/gm;
/** A report's pages ask and read nothing: a new colour must not stop a study. */
const SHOWN_ONLY = /^reports\/|^families\/[^/]+\/page\//;

/**
 * @param family its name, which is that of its folder
 * @param root the repository, as other places in it are
 */
export function codeOf(family: string, root: string = ROOT): Code {
  const files = new Map<string, Sha256>();
  follow(root, join(root, 'families', family, 'family.ts'), files);
  const sorted = Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { hash: sha256(canonicalJson(sorted)), files: sorted };
}

function follow(root: string, path: string, files: Map<string, Sha256>): void {
  const name = relative(root, path).split(sep).join('/');
  if (files.has(name) || SHOWN_ONLY.test(name) || !existsSync(path)) return;
  const bytes = readFileSync(path);
  files.set(name, sha256(bytes));
  for (const [, place] of bytes.toString('utf8').matchAll(IMPORT))
    if (place !== undefined) follow(root, join(dirname(path), place), files);
}

function sha256(bytes: string | Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256;
}
