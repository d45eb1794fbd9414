/** The home that a command works in, and what is said about it. */
import { resolve } from 'node:path';
import { hasHome, makeHome, openHome, type Home } from '../../services/home/home.ts';
import { homePlace } from '../../services/home/place.ts';
import { say } from './output.ts';

/** The home, made where there is none: only `up`, `migrate` and the demo do that, and say so. */
export function homeToWorkIn(): Home {
  const { folder, because } = homePlace();
  const isNew = !hasHome(folder);
  const home = makeHome(folder);
  if (isNew) say(`made a new, empty home: ${folder} (${because})`);
  sayOtherHome(folder);
  return home;
}

/** @throws UserError where there is none */
export function homeInUse(): Home {
  const home = openHome();
  sayOtherHome(home.folder);
  return home;
}

/** Earlier versions made a home in whatever folder they were started. It is not joined and not touched. */
export function sayOtherHome(used: string): void {
  const here = resolve('.holdfast');
  if (here === used || !hasHome(here)) return;
  say(
    `note: the home in this folder is not the one in use, which is ${used}; --home .holdfast uses this one`,
  );
}
