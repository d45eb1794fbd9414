/** Which interpreter runs the programs, and what it needs of this machine's files. */
import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../domain/errors.ts';
import { ROOT } from '../home/provenance.ts';

/** A place that the sandbox shows read-only under the same path, or a link that it has as well. */
export type Shown =
  | { readonly kind: 'read-only'; readonly path: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

export interface Python {
  /** The interpreter itself, links followed. */
  readonly path: string;
  /** For instance `3.11.7`. */
  readonly version: string;
  readonly shown: readonly Shown[];
}

/** Where shared libraries lie. Neither /usr/bin nor /etc is needed: there is no shell inside. */
const LIBRARIES = ['/usr/lib', '/usr/lib32', '/usr/lib64', '/lib', '/lib32', '/lib64'];
/** The loader's index of them, and time zones. */
const EXTRAS = ['/etc/ld.so.cache', '/usr/share/zoneinfo'];

/** The interpreter behind environments, shims and links says where it is. */
const PROBE = `import json, os, sys
print(json.dumps({
  "path": os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable),
  "version": "%d.%d.%d" % sys.version_info[:3],
  "prefixes": [sys.base_prefix, sys.base_exec_prefix],
}))`;

/**
 * The first of HOLDFAST_PYTHON, the environment that `npm run setup` made, and `python3` on PATH that is 3.11 or newer.
 *
 * @throws UserError where none is
 */
export async function findPython(environment: NodeJS.ProcessEnv): Promise<Python> {
  const named = environment['HOLDFAST_PYTHON'];
  const candidates = [...(named ? [named] : []), join(ROOT, '.venv', 'bin', 'python'), 'python3'];
  for (const candidate of candidates) {
    const python = await ask(candidate, environment);
    if (python !== undefined) return python;
  }
  throw new UserError('There is no Python here that the sandbox could run.', {
    remedy: 'Install Python 3.11 or newer (apt-get install python3), or name one in HOLDFAST_PYTHON.',
  });
}

async function ask(candidate: string, environment: NodeJS.ProcessEnv): Promise<Python | undefined> {
  try {
    const { stdout } = await promisify(execFile)(candidate, ['-I', '-S', '-B', '-c', PROBE], {
      env: environment,
      timeout: 10_000,
    });
    const said = JSON.parse(stdout) as { path: string; version: string; prefixes: string[] };
    const [major = 0, minor = 0] = said.version.split('.').map(Number);
    if (major !== 3 || minor < 11) return undefined;
    return { path: said.path, version: said.version, shown: shownFor(said.path, said.prefixes) };
  } catch {
    return undefined;
  }
}

function shownFor(path: string, prefixes: readonly string[]): Shown[] {
  const own = [...new Set(prefixes)].flatMap((prefix) => [join(prefix, 'lib'), join(prefix, 'lib64')]);
  const shown: Shown[] = [];
  for (const place of [...LIBRARIES, ...own, ...EXTRAS, path]) {
    if (!existsSync(place)) continue;
    if (LIBRARIES.includes(place) && lstatSync(place).isSymbolicLink()) {
      shown.push({ kind: 'link', path: place, target: readlinkSync(place) });
    } else if (!shown.some((other) => contains(other.path, place))) {
      shown.push({ kind: 'read-only', path: place });
    }
  }
  return shown;
}

function contains(folder: string, place: string): boolean {
  return place === folder || realpathSync(place).startsWith(`${folder}/`);
}
