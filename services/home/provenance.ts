/** Which code, on which machine, with which versions: a worker run's row, written once per process. */
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Sha256 } from '../../domain/experiment.ts';
import type { WorkerRun } from '../../domain/store.ts';

/** The repository's root: where `package.json` stands. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** @param code the hash of each family's code */
export function describeWorkerRun(code: Readonly<Record<string, Sha256>>): WorkerRun {
  return {
    id: randomUUID(),
    startedAt: Date.now(),
    host: hostname(),
    pid: process.pid,
    gitCommit: gitCommit(),
    lockFileHash: createHash('sha256')
      .update(readFileSync(join(ROOT, 'package-lock.json')))
      .digest('hex'),
    versions: {
      holdfast: packageVersion('.'),
      node: process.versions.node,
      temporal: packageVersion('node_modules/@temporalio/worker'),
      'node-llama-cpp': packageVersion('node_modules/node-llama-cpp'),
      openai: packageVersion('node_modules/openai'),
    },
    code,
  };
}

/** The commit, with `-dirty` where files differ from it; `unknown` outside a checkout. */
function gitCommit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const commit = git('rev-parse', 'HEAD');
    return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}-dirty`;
  } catch {
    return 'unknown';
  }
}

export function packageVersion(folder: string): string {
  try {
    const manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as {
      version?: string;
    };
    return manifest.version ?? 'unknown';
  } catch {
    return 'absent';
  }
}

/** Twelve digits of a commit, and `-dirty` where files differed from it. */
export function shortCommit(commit: string): string {
  const [hash = '', ...marks] = commit.split('-');
  return [hash.slice(0, 12), ...marks].join('-');
}
