/** Where Python and SymPy are: in the environment that the set-up makes, and nowhere else. */
import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import { ROOT } from '../home/provenance.ts';

const REMEDY = { remedy: 'Run `npm run setup`.' };

export interface SympyInstalled {
  /** The interpreter. */
  readonly python: string;
  readonly version: string;
}

/**
 * Looks, and starts nothing.
 *
 * @param root the repository, which holds `.venv`
 * @throws UserError with the remedy where one of the two is missing
 */
export function sympyInstalled(root: string = ROOT): SympyInstalled {
  const python = join(root, '.venv', 'bin', 'python');
  if (!existsSync(python))
    throw new UserError('There is no Python environment here.', { place: python, ...REMEDY });
  const [found] = globSync('.venv/lib/python3*/site-packages/sympy-*.dist-info', { cwd: root }).sort();
  const version = found === undefined ? undefined : /^sympy-(.+)\.dist-info$/.exec(basename(found))?.[1];
  if (version === undefined)
    throw new UserError('SymPy is not in the Python environment.', { place: join(root, '.venv'), ...REMEDY });
  return { python, version };
}
