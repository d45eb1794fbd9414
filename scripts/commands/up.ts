/** `holdfast up`: starts and supervises the Temporal server, the workers and the scripted endpoints of this home. */
import { fork, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, UserError } from '../../domain/errors.ts';
import { readConfig, type Config } from '../../services/home/config.ts';
import type { Home } from '../../services/home/home.ts';
import { ROOT } from '../../services/home/provenance.ts';
import { openStorage } from '../../services/home/storage.ts';
import { claimHome } from '../../services/temporal-server/claim.ts';
import { hasProfile, readUp, type UpRecord } from '../../services/temporal-server/connect.ts';
import {
  freePort,
  portIsFree,
  startServer,
  waitUntilServing,
} from '../../services/temporal-server/server.ts';
import { ownMark } from '../../services/temporal-server/process-mark.ts';
import { registerSearchAttributes } from '../../services/temporal-server/search-attributes.ts';
import { endStaleServer } from '../../services/temporal-server/stale.ts';
import { releaseLost, workerIdentity } from '../../workers/release.ts';
import { supervise, type Supervised } from '../../workers/supervisor.ts';
import { homeToWorkIn } from '../cli/home.ts';
import { print, printJson, say } from '../cli/output.ts';

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How long a worker may take to drain when Holdfast is asked to end. */
const WORKER_GRACE_MS = 25_000;
const SERVER_GRACE_MS = 10_000;
const START_MS = 120_000;
/**
 * A call lives long enough to be taken for lasting, so a heap that may grow to four times what is alive (V8's way)
 * fills with calls of the past: a worker's memory would grow with the length of an experiment. At 30 % it stays within
 * a few percent from 2,000 to 10,000 calls (`npm run bench:collection`).
 */
const WORKER_FLAGS = ['--heap-growing-percent=30'];

export async function up(options: { readonly json?: boolean }): Promise<void> {
  const home = homeToWorkIn();
  const config = readConfig();
  const letGo = readUp(home) === undefined ? claimHome(home) : undefined;
  if (letGo === undefined) return showRunning(home, options);
  const asked = askedToEnd();
  const parts: Supervised[] = [];
  try {
    const started = start(home, config, parts);
    const record = await Promise.race([started, asked]);
    if (record !== undefined) {
      sayUp(home, record, options);
      await asked;
    }
    say('ending: what is in flight gets up to 25 s (again Ctrl-C: at once)');
    for (const signal of ENDINGS) process.on(signal, () => parts.forEach((part) => void part.stop(0)));
  } finally {
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
  const { store } = await openStorage(home, config, 'migrate');
  await store.close();

  const restarted = (name: string) => (how: string) => say(`${name} ended (${how}); starting it again`);
  const server = hasProfile() ? undefined : await serveTemporal(home, parts, restarted('temporal'));
  if (server === undefined) await registerSearchAttributes(home);
  const scripted = await serveScripted(home, config, parts, restarted);
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
  await Promise.all(
    ['main', 'compute', 'inference-local'].map((name) =>
      serveWorker(home, name, parts, restarted(`worker ${name}`)),
    ),
  );
  return record;
}

function sayUp(home: Home, record: UpRecord, options: { readonly json?: boolean }): void {
  if (options.json) return printJson(record);
  print(`Holdfast is up. Home: ${home.folder} (${home.id})`);
  if (record.ui !== '') print(`Temporal UI: ${record.ui}`);
  const demo = relative('', join(ROOT, 'experiments', 'alignment', 'demo.yaml'));
  print(`Start an experiment in another terminal: ./holdfast run ${demo}`);
  print('Ctrl-C ends it; experiments go on where they were at the next `holdfast up`.');
}

async function serveTemporal(
  home: Home,
  parts: Supervised[],
  onRestart: (how: string) => void,
): Promise<{ address: string; ui: string }> {
  await endStaleServer(home);
  const ports = await chosenPorts(home);
  parts.push(supervise('temporal', () => startServer(home, ports), onRestart));
  const address = `127.0.0.1:${ports.grpc}`;
  await waitUntilServing(address, 60_000);
  return { address, ui: `http://127.0.0.1:${ports.ui}` };
}

/** The ports of the last time where they are free, so that a bookmarked UI address stays right. */
async function chosenPorts(home: Home): Promise<{ grpc: number; ui: number }> {
  const file = join(home.folder, 'ports.json');
  if (existsSync(file)) {
    const last = JSON.parse(readFileSync(file, 'utf8')) as { grpc: number; ui: number };
    if ((await portIsFree(last.grpc)) && (await portIsFree(last.ui))) return last;
  }
  const ports = { grpc: await freePort(), ui: await freePort() };
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

async function serveScripted(
  home: Home,
  config: Config,
  parts: Supervised[],
  restarted: (name: string) => (how: string) => void,
): Promise<Record<string, string>> {
  const addresses: Record<string, string> = {};
  for (const endpoint of config.endpoints.values()) {
    if (endpoint.kind !== 'scripted' || endpoint.address !== undefined) continue;
    const { script } = endpoint;
    if (script === undefined || !existsSync(script)) {
      throw new UserError(`endpoint '${endpoint.name}' has no script`, {
        place: script ?? config.place,
        remedy: 'Mend its `script`.',
      });
    }
    const port = await freePort();
    const entry = join(ROOT, 'services', 'inference', 'scripted', 'main.ts');
    const requests = join(home.logs, `${endpoint.name}.requests.jsonl`);
    const name = `endpoint ${endpoint.name}`;
    parts.push(
      supervise(
        name,
        () =>
          launch(home, endpoint.name, entry, ['--script', script, '--port', String(port), '--log', requests]),
        restarted(name),
      ),
    );
    addresses[endpoint.name] = `http://127.0.0.1:${port}/v1`;
  }
  return addresses;
}

/** Starts a worker and waits until it is ready, or says why it is not. */
async function serveWorker(
  home: Home,
  name: string,
  parts: Supervised[],
  onRestart: (how: string) => void,
): Promise<void> {
  const entry = join(ROOT, 'workers', `${name}.ts`);
  let ready: (() => void) | undefined;
  let failed: ((how: string) => void) | undefined;
  const settled = new Promise<void>((resolve, reject) => {
    ready = resolve;
    failed = (how) =>
      reject(
        new UserError(`The worker '${name}' does not start (${how}).`, {
          place: join(home.logs, `${name}.log`),
          remedy: 'Its log says why; ./holdfast doctor checks what is there.',
        }),
      );
  });
  const supervised = supervise(
    name,
    () => {
      const child = launch(home, name, entry, [], WORKER_FLAGS);
      child.on('message', (message) => message === 'ready' && ready?.());
      return child;
    },
    (how, pid) => {
      failed?.(how);
      onRestart(how);
      releaseLost(home, workerIdentity(pid)).catch((error: unknown) =>
        say(`what ${name} held is given back when its heartbeats are missed (${messageOf(error)})`),
      );
    },
  );
  parts.push(supervised);
  await settled;
}

/** A child with an IPC channel: it ends when we do, however we end. */
function launch(
  home: Home,
  name: string,
  entry: string,
  args: readonly string[],
  flags: readonly string[] = [],
): ChildProcess {
  const log = openSync(join(home.logs, `${name}.log`), 'a');
  const child = fork(entry, args, {
    stdio: ['ignore', log, log, 'ipc'],
    execPath: process.execPath,
    execArgv: [...process.execArgv, ...flags],
    detached: true,
  });
  closeSync(log);
  return child;
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
