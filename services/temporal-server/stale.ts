/** A server that outlived its `holdfast up` (killed hard) still holds the database: it is ended before a new start. */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from '../home/home.ts';
import { isAlive } from './connect.ts';

/** Ends servers whose command line names this home's database, and no others. */
export async function endStaleServer(home: Home): Promise<void> {
  for (const pid of serversOf(home)) {
    process.kill(pid, 'SIGTERM');
    for (let waited = 0; isAlive(pid) && waited < 5000; waited += 100) await sleep(100);
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }
}

function serversOf(home: Home): number[] {
  let listing: string;
  try {
    listing = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 1 << 26 });
  } catch {
    return [];
  }
  return listing
    .split('\n')
    .filter((line) => line.includes('start-dev') && line.includes(`--db-filename ${home.temporalDatabase} `))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid > 0 && pid !== process.pid);
}
