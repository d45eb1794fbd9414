/**
 * Which settings the running workers hold. A worker reads `holdfast.toml` and the environment when it starts: who changes either
 * afterwards, or sets a key in another terminal, would otherwise be told that all is well while the worker goes by what was.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EndpointConfig } from '../../domain/endpoint.ts';
import { UserError } from '../../domain/errors.ts';
import { readUp } from '../temporal-server/connect.ts';
import { isAliveStill, isMark, ownMark, type ProcessMark } from '../temporal-server/process-mark.ts';
import type { Config } from './config.ts';
import type { Home } from './home.ts';

/** What a worker process writes of itself. No key stands in it, only which variables hold one. */
interface HeldSettings {
  readonly mark: ProcessMark;
  /** SHA-256 of an endpoint's settings, by its name. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly keys: readonly string[];
}

/** An endpoint that a running worker sees otherwise than a command does. */
export interface OldSettings {
  readonly endpoint: string;
  readonly pid: number;
  /** A variable that holds a key here and none there; undefined where the settings differ. */
  readonly keyVariable: string | undefined;
}

/** Notes what this process holds, and forgets processes that have ended. */
export function noteSettings(home: Home, { endpoints }: Config, environment = process.env): void {
  mkdirSync(home.workers, { recursive: true });
  for (const { file, held } of filesOf(home)) {
    if (held === undefined || !isAliveStill(held.mark)) rmSync(file, { force: true });
  }
  const held: HeldSettings = {
    mark: ownMark(),
    endpoints: Object.fromEntries([...endpoints].map(([name, endpoint]) => [name, hashOf(endpoint)])),
    keys: [...endpoints.values()].flatMap(({ keyVariable }) =>
      keyVariable !== undefined && isSet(keyVariable, environment) ? [keyVariable] : [],
    ),
  };
  writeFileSync(join(home.workers, `${process.pid}.json`), `${JSON.stringify(held)}\n`);
}

/**
 * The endpoints that this configuration and environment know otherwise than a running worker of this machine does. One that a
 * worker does not know yet is none of them: it reads the file when it is asked for it.
 */
export function oldSettings(home: Home, { endpoints }: Config, environment = process.env): OldSettings[] {
  const alive = filesOf(home).flatMap(({ held }) =>
    held !== undefined && isAliveStill(held.mark) ? [held] : [],
  );
  return [...endpoints].flatMap(([name, endpoint]): OldSettings[] => {
    const { keyVariable } = endpoint;
    const knowing = alive.filter((held) => held.endpoints[name] !== undefined);
    const other = knowing.find((held) => held.endpoints[name] !== hashOf(endpoint));
    if (other !== undefined) return [{ endpoint: name, pid: other.mark.pid, keyVariable: undefined }];
    if (keyVariable === undefined || !isSet(keyVariable, environment)) return [];
    const without = knowing.find((held) => !held.keys.includes(keyVariable));
    return without === undefined ? [] : [{ endpoint: name, pid: without.mark.pid, keyVariable }];
  });
}

/** Says which process holds what was, and what to do. */
export function oldSettingsError(
  home: Home,
  { endpoint, pid, keyVariable }: OldSettings,
  place: string,
): UserError {
  const up = readUp(home)?.pid;
  const upProcess = up === undefined ? '' : ` (process ${up})`;
  return new UserError(
    keyVariable === undefined
      ? `The running worker (process ${pid}) holds other settings of the endpoint '${endpoint}' than the file has now.`
      : `${keyVariable} is set here, and not in the running worker (process ${pid}), which asks the endpoint '${endpoint}'.`,
    {
      place,
      remedy:
        `End \`holdfast up\`${upProcess} with Ctrl-C where it runs, and start it ` +
        `${keyVariable === undefined ? 'again' : `where ${keyVariable} is set`}: studies go on where they were.`,
    },
  );
}

function filesOf(home: Home): { readonly file: string; readonly held: HeldSettings | undefined }[] {
  let names: string[];
  try {
    names = readdirSync(home.workers);
  } catch {
    return [];
  }
  return names.map((name) => {
    const file = join(home.workers, name);
    return { file, held: readHeld(file) };
  });
}

function readHeld(file: string): HeldSettings | undefined {
  try {
    const held = JSON.parse(readFileSync(file, 'utf8')) as HeldSettings;
    return isMark(held.mark) ? held : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(endpoint: EndpointConfig): string {
  return createHash('sha256').update(JSON.stringify(endpoint)).digest('hex');
}

function isSet(variable: string, environment: NodeJS.ProcessEnv): boolean {
  return (environment[variable] ?? '').trim() !== '';
}
