/** `holdfast home copy|move FOLDER`: a second home, or the same one in another place. */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import { isOpen } from '../../domain/experiment.ts';
import { readConfig } from '../../services/home/config.ts';
import { copyHome, moveHome } from '../../services/home/copy.ts';
import type { Home } from '../../services/home/home.ts';
import { openStorage } from '../../services/home/storage.ts';
import { damageOfStore } from '../../services/store/damage.ts';
import { claimHome } from '../../services/temporal-server/claim.ts';
import { homeInUse } from '../cli/home.ts';
import { print, printJson } from '../cli/output.ts';
import { homeWithFile } from '../cli/store-file.ts';

interface Options {
  readonly json?: boolean;
}

export async function homeCopy(path: string, options: Options): Promise<void> {
  const home = homeWithFile();
  const damage = damageOfStore(home.storeFile, 'quick');
  if (damage !== undefined) throw damage;
  const copy = copyHome(home, resolve(path));
  const stopped = await stopAll(copy);
  if (options.json) return printJson({ from: home.folder, folder: copy.folder, id: copy.id, stopped });
  print(`${copy.folder} is a home of its own (${copy.id}), as ${home.folder} was a moment ago.`);
  for (const id of stopped)
    print(`${id} was under way and is stopped in the copy; its spec goes on with it there.`);
  print(`Work in it: ./holdfast --home ${copy.folder} list`);
}

/** No workflow of the copy is under way, whatever those of the original do. */
async function stopAll(copy: Home): Promise<string[]> {
  const { store } = await openStorage(copy, readConfig(), 'migrate');
  try {
    const open = (await store.experiments()).filter(({ state }) => isOpen(state));
    for (const { id } of open)
      await store.setState(id, 'stopped', 'it was under way when its home was copied; run its spec again');
    return open.map(({ id }) => id);
  } finally {
    await store.close();
  }
}

export async function homeMove(path: string, options: Options): Promise<void> {
  const home = homeInUse();
  const letGo = claimHome(home);
  if (letGo === undefined) {
    throw new UserError('`holdfast up` works in this home.', {
      place: home.folder,
      remedy: `End it with Ctrl-C where it runs, then: ./holdfast home move ${path}`,
    });
  }
  let moved: Home | undefined;
  try {
    moved = moveHome(home, resolve(path));
  } finally {
    letGo();
    if (moved !== undefined) rmSync(join(moved.folder, 'up.pid'), { force: true });
  }
  if (options.json)
    return Promise.resolve(printJson({ from: home.folder, folder: moved.folder, id: moved.id }));
  print(`The home stands in ${moved.folder} now.`);
  print(
    `Name it from now on: --home ${moved.folder}, HOLDFAST_HOME, or home = "${moved.folder}" in holdfast.toml.`,
  );
}
