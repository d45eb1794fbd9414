/** The worker processes of a home, and what is done at once when one of them dies. */
import { join } from 'node:path';
import { messageOf, UserError } from '../../domain/errors.ts';
import type { Config } from '../../services/home/config.ts';
import type { Home } from '../../services/home/home.ts';
import { ROOT } from '../../services/home/provenance.ts';
import { releaseLost, workerIdentity } from '../../workers/release.ts';
import { SPARE } from '../../workers/spare.ts';
import { supervise, type Supervised } from '../../workers/supervisor.ts';
import { say } from '../cli/output.ts';
import { withoutKeys } from './environment.ts';
import { lastWord, launch, logOf, sayDeath } from './launch.ts';
import { standBy } from './spare.ts';

const WORKERS = ['main', 'compute', 'sandbox', 'inference-local'] as const;
/** While it is away no study goes on: another one stands by. */
const WITH_SPARE: ReadonlySet<string> = new Set(['main']);
/** What a worker does first comes before the next spare is loaded. */
const SPARE_AFTER_MS = 2000;

/**
 * A call lives long enough to be taken for lasting, so a heap that may grow to four times what is alive (V8's way)
 * fills with calls of the past: a worker's memory would grow with the length of an experiment. At 30 % it stays within
 * a few percent from 2,000 to 10,000 calls (`npm run bench:collection`). With twice the room for what is young fewer calls are
 * taken for lasting: half the time goes into looking through it, in which no answer is read.
 */
const WORKER_FLAGS = ['--heap-growing-percent=30', '--max-semi-space-size=32'];

/** Starts all workers and waits until they are ready. @throws UserError with the last word of one that does not start */
export async function serveWorkers(home: Home, config: Config, parts: Supervised[]): Promise<void> {
  await Promise.all(WORKERS.map((name) => serveWorker(home, config, name, parts)));
}

async function serveWorker(home: Home, config: Config, name: string, parts: Supervised[]): Promise<void> {
  const environment = name === 'sandbox' ? withoutKeys(process.env, config) : process.env;
  const entry = join(ROOT, 'workers', `${name}.ts`);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let isReady = false;
  const spare = WITH_SPARE.has(name)
    ? standBy(`spare ${name}`, () => launch(home, name, entry, [SPARE], WORKER_FLAGS))
    : undefined;
  if (spare !== undefined) parts.push(spare);
  parts.push(
    supervise(
      name,
      () => {
        const child = spare?.take() ?? launch(home, name, entry, [], WORKER_FLAGS, environment);
        child.on('message', (message) => {
          if (message !== 'ready') return;
          isReady = true;
          resolve();
          if (spare !== undefined) setTimeout(() => spare.prepare(), SPARE_AFTER_MS).unref();
        });
        return child;
      },
      (death) => {
        if (isReady) {
          sayDeath(home, name, `worker ${name}`, death);
          giveBack(home, name, death.pid);
          return;
        }
        reject(
          new UserError(
            `The worker '${name}' does not start (${death.how}). It last said: ${lastWord(home, name)}`,
            {
              place: logOf(home, name),
              remedy: 'Its log says why; ./holdfast doctor checks what is there.',
            },
          ),
        );
      },
    ),
  );
  return promise;
}

function giveBack(home: Home, name: string, pid: number | undefined): void {
  releaseLost(home, workerIdentity(pid)).catch((error: unknown) =>
    say(`what ${name} held is given back when its heartbeats are missed (${messageOf(error)})`),
  );
}
