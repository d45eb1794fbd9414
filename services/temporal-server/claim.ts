/** One `holdfast up` a home: the second one must not take the first one's server for a stale one and end it. */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../home/home.ts';
import { isAliveStill, isMark, ownMark } from './process-mark.ts';

/** @returns how to let go of the home; undefined where another `up` that is alive has it */
export function claimHome(home: Home): (() => void) | undefined {
  const file = join(home.folder, 'up.pid');
  // Written whole before it gets its name: nobody reads an empty claim.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(ownMark()));
  for (;;) {
    try {
      linkSync(own, file);
      rmSync(own);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (isHeld(file)) {
      rmSync(own);
      return undefined;
    }
    // Whoever had it was killed before it could let go.
    rmSync(file, { force: true });
  }
}

function isHeld(file: string): boolean {
  try {
    const claim: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isMark(claim) && isAliveStill(claim);
  } catch {
    // Let go of in this moment, or half a file after a loss of power.
    return false;
  }
}
