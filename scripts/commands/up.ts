/** `holdfast up`: starts and supervises the Temporal server, the workers and the scripted endpoints of this home. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../domain/errors.ts';
import { readConfig, type Config } from '../../services/home/config.ts';
import type { Home } from '../../services/home/home.ts';
import { ROOT } from '../../services/home/provenance.ts';
import { openStorage } from '../../services/home/storage.ts';
import { readUnfinished } from '../../services/home/unfinished.ts';
import { damageOfStore, damageOfTemporal } from '../../services/store/damage.ts';
import { sqliteMarks } from '../../services/store/sqlite-backend.ts';
import { claimHome } from '../../services/temporal-server/claim.ts';
import { hasProfile, readUp, temporalTarget, type UpRecord } from '../../services/temporal-server/connect.ts';
import { ownMark } from '../../services/temporal-server/process-mark.ts';
import { registerSearchAttributes } from '../../services/temporal-server/search-attributes.ts';
import { foldLog } from '../../services/store/checkpoints.ts';
import type { Supervised } from '../../workers/supervisor.ts';
import { homeToWorkIn } from '../cli/home.ts';
import { print, printJson, say } from '../cli/output.ts';
import { serveScripted } from '../up/scripted.ts';
import { keepSnapshots } from '../up/snapshots.ts';
import { serveTemporal } from '../up/temporal.ts';
import { serveWorkers } from '../up/workers.ts';

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How long a worker may take to drain when Holdfast is asked to end. */
const WORKER_GRACE_MS = 25_000;
const SERVER_GRACE_MS = 10_000;
const START_MS = 120_000;
export async function up(options: { readonly json?: boolean }): Promise<void> {
  const home = homeToWorkIn();
  const config = readConfig();
  const letGo = readUp(home) === undefined ? claimHome(home) : undefined;
  if (letGo === undefined) return showRunning(home, options);
  const asked = askedToEnd();
  const parts: Supervised[] = [];
  const endings: (() => void)[] = [];
  try {
    const started = start(home, config, parts);
    const record = await Promise.race([started, asked]);
    if (record !== undefined) {
      sayUp(home, record, options);
      endings.push(keepSnapshots(home, config));
      if (config.databaseUrl === undefined) endings.push(foldLog(home.storeFile));
      await asked;
    }
    say('ending: what is in flight gets up to 25 s (again Ctrl-C: at once)');
    for (const signal of ENDINGS) process.on(signal, () => parts.forEach((part) => void part.stop(0)));
  } finally {
    for (const end of endings) end();
    await endAll(home, parts);
    letGo();
  }
  process.exit(0);
}

/** Ctrl-C, an end by the system, or the terminal that was closed; also while it is still starting. */
function askedToEnd(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ENDINGS) process.once(signal, () => resolve(undefined));
  });
}

/** The first `up` may still be starting. */
async function showRunning(home: Home, options: { readonly json?: boolean }): Promise<void> {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(200)) {
    const running = readUp(home);
    if (running === undefined) continue;
    if (options.json) printJson(running);
    else print(`Holdfast is already up for this home (process ${running.pid}). Temporal UI: ${running.ui}`);
    return;
  }
  throw new UserError('Another `holdfast up` of this home is starting, and does not come to an end.', {
    place: home.logs,
    remedy: 'The logs there say why. End it with Ctrl-C where it runs, and start it again.',
  });
}

async function start(home: Home, config: Config, parts: Supervised[]): Promise<UpRecord> {
  mkdirSync(home.logs, { recursive: true });
  rmSync(home.upFile, { force: true });
  refuseDamaged(home, config);
  const { store } = await openStorage(home, config, 'migrate');
  await store.close();

  const server = hasProfile() ? undefined : await serveTemporal(home, parts);
  await registerSearchAttributes(
    server === undefined
      ? temporalTarget(home)
      : { connection: { address: server.address }, namespace: 'default' },
  );
  const scripted = await serveScripted(home, config, parts);
  const record: UpRecord = {
    pid: process.pid,
    mark: ownMark(),
    home: home.id,
    address: server?.address ?? process.env['TEMPORAL_ADDRESS'] ?? '',
    namespace: server === undefined ? (process.env['TEMPORAL_NAMESPACE'] ?? 'default') : 'default',
    ui: server?.ui ?? '',
    scripted,
    startedAt: Date.now(),
  };
  writeUp(home, record);
  await serveWorkers(home, config, parts);
  return record;
}

/** @throws UserError for a damaged file, before anything works on it */
function refuseDamaged(home: Home, config: Config): void {
  const store = config.databaseUrl === undefined ? damageOfStore(home.storeFile, 'quick') : undefined;
  if (store !== undefined && sqliteMarks(home.storeFile).kind !== 'foreign') throw store;
  const temporal = hasProfile() ? undefined : damageOfTemporal(home.temporalDatabase, 'quick');
  if (temporal !== undefined) throw temporal;
}

function sayUp(home: Home, record: UpRecord, options: { readonly json?: boolean }): void {
  if (options.json) return printJson(record);
  print(`Holdfast is up. Home: ${home.folder} (${home.id})`);
  if (record.ui !== '') print(`Temporal UI: ${record.ui}`);
  const demo = relative('', join(ROOT, 'experiments', 'alignment', 'demo.yaml'));
  print(`Start an experiment in another terminal: ./holdfast run ${demo}`);
  if (readUnfinished(home) !== undefined)
    say(
      "note: a removal of persons' data was cut off; ./holdfast forget brings it to its end when `up` has ended",
    );
  print('Ctrl-C ends it; experiments go on where they were at the next `holdfast up`.');
}

/** Workers drain first; what they need for that, endpoints and server, comes after them. */
async function endAll(home: Home, parts: readonly Supervised[]): Promise<void> {
  const stop = (those: readonly Supervised[], graceMs: number) =>
    Promise.all(those.map((part) => part.stop(graceMs)));
  const isNeeded = ({ name }: Supervised): boolean => name === 'temporal' || name.startsWith('endpoint ');
  await stop(
    parts.filter((part) => !isNeeded(part)),
    WORKER_GRACE_MS,
  );
  await stop(parts.filter(isNeeded), SERVER_GRACE_MS);
  rmSync(home.upFile, { force: true });
}

function writeUp(home: Home, record: UpRecord): void {
  writeFileSync(`${home.upFile}.part`, `${JSON.stringify(record)}\n`);
  renameSync(`${home.upFile}.part`, home.upFile);
}
