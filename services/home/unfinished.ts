/** A removal of persons' data that was begun: what is left to do is known after a crash, when no study knows the persons any more. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import type { Home } from './home.ts';

export interface Unfinished {
  readonly experiment: ExperimentId;
  readonly persons: readonly string[];
  /** Texts that stand for them. */
  readonly words: readonly string[];
  /** Those of their ids that one can look for. */
  readonly names: readonly string[];
  /** Blobs that hold them. */
  readonly blobs: readonly Sha256[];
  /** Of those, the files that experiments were given. */
  readonly inputs: readonly Sha256[];
  /** Experiments whose reports are to be made anew. */
  readonly holders: readonly ExperimentId[];
}

export function readUnfinished(home: Home): Unfinished | undefined {
  const file = fileOf(home);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Unfinished) : undefined;
}

export function noteUnfinished(home: Home, unfinished: Unfinished): void {
  writeFileSync(`${fileOf(home)}.part`, JSON.stringify(unfinished), { mode: 0o600 });
  renameSync(`${fileOf(home)}.part`, fileOf(home));
}

export function noteFinished(home: Home): void {
  rmSync(fileOf(home), { force: true });
}

function fileOf(home: Home): string {
  return join(home.folder, 'forgetting.json');
}
