/** How commands and workers reach Temporal: a profile (`TEMPORAL_*`) if there is one, else this home's own server. */
import { existsSync, readFileSync } from 'node:fs';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { ConnectionOptions } from '@temporalio/client';
import { UserError } from '../../domain/errors.ts';
import type { Home } from '../home/home.ts';
import { isAliveStill, isMark, type ProcessMark } from './process-mark.ts';

/** What a running `holdfast up` writes for other commands. */
export interface UpRecord {
  readonly pid: number;
  /** That process and no later one of the same number. */
  readonly mark: ProcessMark;
  readonly home: string;
  readonly address: string;
  readonly namespace: string;
  readonly ui: string;
  /** Addresses of the scripted endpoints that it serves, by endpoint name. */
  readonly scripted: Readonly<Record<string, string>>;
  readonly startedAt: number;
}

export interface TemporalTarget {
  readonly connection: ConnectionOptions;
  readonly namespace: string;
  /** Address of the UI, where we know it. */
  readonly ui: string | undefined;
}

/** True where the environment names a Temporal of its own. */
export function hasProfile(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment['TEMPORAL_ADDRESS'] !== undefined || environment['TEMPORAL_PROFILE'] !== undefined;
}

/** The record of the `up` that runs for this home, if it is alive: a number that another process has now is not. */
export function readUp(home: Home): UpRecord | undefined {
  if (!existsSync(home.upFile)) return undefined;
  let record: UpRecord;
  try {
    record = JSON.parse(readFileSync(home.upFile, 'utf8')) as UpRecord;
  } catch {
    return undefined;
  }
  return record.home === home.id && isMark(record.mark) && isAliveStill(record.mark) ? record : undefined;
}

/** @throws UserError where nothing runs for this home */
export function temporalTarget(home: Home): TemporalTarget {
  const up = readUp(home);
  if (hasProfile()) {
    const { connectionOptions, namespace } = loadClientConnectConfig();
    return { connection: connectionOptions, namespace: namespace ?? 'default', ui: up?.ui };
  }
  if (up === undefined) {
    throw new UserError('Holdfast is not running for this home.', {
      place: home.folder,
      remedy: 'Start it in another terminal: ./holdfast up',
    });
  }
  return { connection: { address: up.address }, namespace: up.namespace, ui: up.ui };
}
