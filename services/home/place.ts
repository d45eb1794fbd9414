/** Where a command's configuration and home are: the checkout's, unless something says otherwise. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'smol-toml';
import { ROOT } from './provenance.ts';

export interface HomePlace {
  readonly folder: string;
  /** What decided it, in words. */
  readonly because: string;
}

const CONFIG = 'holdfast.toml';
const HOME = '.holdfast';

/**
 * The configuration file: the one that `HOLDFAST_CONFIG` names; else the nearest `holdfast.toml`, in this folder or above
 * it; else the checkout's. It may not be there.
 */
export function configFile(
  environment: NodeJS.ProcessEnv = process.env,
  folder: string = process.cwd(),
): string {
  return named(environment, 'HOLDFAST_CONFIG', folder) ?? nearest(folder) ?? join(ROOT, CONFIG);
}

/**
 * The home: the folder that `HOLDFAST_HOME` names (the flag `--home` sets it); else what the configuration file says in
 * `home`; else `.holdfast` beside the nearest `holdfast.toml` above this folder; else the checkout's. A study's folder
 * alone makes no home: two homes share no memo and no running `up`.
 */
export function homePlace(
  environment: NodeJS.ProcessEnv = process.env,
  folder: string = process.cwd(),
): HomePlace {
  const home = named(environment, 'HOLDFAST_HOME', folder);
  if (home !== undefined) return { folder: home, because: 'HOLDFAST_HOME or --home names it' };
  const file = configFile(environment, folder);
  const setting = homeSetting(file);
  if (setting !== undefined) return { folder: resolve(dirname(file), setting), because: `${file} names it` };
  const beside = nearest(folder);
  if (beside !== undefined)
    return { folder: join(dirname(beside), HOME), because: `${beside} stands beside it` };
  return { folder: join(ROOT, HOME), because: "it is the checkout's" };
}

function named(environment: NodeJS.ProcessEnv, variable: string, folder: string): string | undefined {
  const value = environment[variable];
  return value === undefined || value === '' ? undefined : resolve(folder, value);
}

function nearest(folder: string): string | undefined {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const file = join(here, CONFIG);
    if (existsSync(file)) return file;
    if (dirname(here) === here) return undefined;
  }
}

/** A file that is no TOML, or says something else there, is refused where the whole of it is read. */
function homeSetting(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { home } = parse(readFileSync(file, 'utf8'));
    return typeof home === 'string' && home !== '' ? home : undefined;
  } catch {
    return undefined;
  }
}
