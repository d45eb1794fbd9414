/** `holdfast store`: the store's file is checked, copied, and brought back as far as it can be read. */
import { UserError } from '../../domain/errors.ts';
import { readConfig } from '../../services/home/config.ts';
import { damageOfStore, problemsOf } from '../../services/store/damage.ts';
import { salvage } from '../../services/store/salvage.ts';
import { lastSnapshot, takeSnapshot } from '../../services/store/snapshots.ts';
import { claimHome } from '../../services/temporal-server/claim.ts';
import { columns, print, printJson } from '../cli/output.ts';
import { homeWithFile } from '../cli/store-file.ts';

interface Options {
  readonly json?: boolean;
}

export async function storeCheck(options: Options): Promise<void> {
  const { storeFile, temporalDatabase } = homeWithFile();
  const store = problemsOf(storeFile, 'whole');
  const temporal = problemsOf(temporalDatabase, 'whole');
  const snapshot = lastSnapshot(storeFile);
  if (store.length + temporal.length > 0) process.exitCode = 2;
  if (options.json) return printJson({ store, temporal, snapshot: snapshot ?? null });
  for (const [file, problems] of [
    [storeFile, store],
    [temporalDatabase, temporal],
  ] as const)
    print(`${file}: ${problems.length === 0 ? 'whole' : `damaged\n  ${problems.join('\n  ')}`}`);
  print(`last snapshot: ${snapshot ?? 'none'}`);
}

export async function storeSnapshot(options: Options): Promise<void> {
  const { storeFile } = homeWithFile();
  const damage = damageOfStore(storeFile, 'quick');
  if (damage !== undefined) throw damage;
  const file = takeSnapshot(storeFile, readConfig().snapshots);
  if (options.json) printJson({ file });
  else print(`snapshot: ${file}`);
}

export async function storeSalvage(options: Options): Promise<void> {
  const home = homeWithFile();
  const letGo = claimHome(home);
  if (letGo === undefined) {
    throw new UserError('`holdfast up` has this store open', {
      place: home.storeFile,
      remedy: 'End it with Ctrl-C where it runs, then: ./holdfast store salvage',
    });
  }
  try {
    if (problemsOf(home.storeFile, 'whole').length === 0) {
      throw new UserError('this store is whole; it was left as it is', { place: home.storeFile });
    }
    const result = salvage(home.storeFile);
    if (options.json) return printJson({ ...result, snapshot: result.snapshot ?? null });
    const rows = result.tables.map(({ table, read, isWhole, fromSnapshot }) => [
      table,
      String(read),
      isWhole ? 'all' : 'what could be read',
      String(fromSnapshot),
    ]);
    print(columns([['table', 'rows', '', 'only in the snapshot'], ...rows]));
    print(`The damaged file is kept: ${result.damaged}`);
    print('Start it again: ./holdfast up. `./holdfast run SPEC` asks anew what was lost.');
  } finally {
    letGo();
  }
}
