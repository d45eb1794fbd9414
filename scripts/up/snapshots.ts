/** The store's daily snapshot: made by a process of its own, because a copy keeps whoever makes it from all else. */
import { execFile, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Config } from '../../services/home/config.ts';
import type { Home } from '../../services/home/home.ts';
import { ROOT } from '../../services/home/provenance.ts';
import { lastSnapshot, takenAt } from '../../services/store/snapshots.ts';
import { say } from '../cli/output.ts';

const DAY_MS = 24 * 3600_000;

/** The first look is not at the start, when all else starts too. */
const PACE = { firstMs: 60_000, everyMs: 3600_000 };

/** Looks now and then whether the last snapshot is a day old. @returns how to end it */
export function keepSnapshots(
  home: Home,
  config: Pick<Config, 'databaseUrl' | 'snapshots'>,
  pace = PACE,
): () => void {
  if (config.databaseUrl !== undefined || config.snapshots === 0) return () => {};
  let child: ChildProcess | undefined;
  const look = (): void => {
    timer = setTimeout(look, pace.everyMs);
    if (child !== undefined || !isDue(home)) return;
    const args = [...process.execArgv, join(ROOT, 'scripts', 'holdfast.ts'), 'store', 'snapshot'];
    child = execFile(
      process.execPath,
      args,
      { env: { ...process.env, HOLDFAST_HOME: home.folder } },
      (error, _stdout, stderr) => {
        child = undefined;
        if (error !== null && !ended) say(`no snapshot of the store could be made: ${stderr.trim()}`);
      },
    );
  };
  let ended = false;
  let timer = setTimeout(look, pace.firstMs);
  return () => {
    ended = true;
    clearTimeout(timer);
    child?.kill();
  };
}

function isDue(home: Home): boolean {
  const last = lastSnapshot(home.storeFile);
  return last === undefined || Date.now() - takenAt(last) >= DAY_MS;
}
