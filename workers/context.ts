/** Opens what a worker process works with, and notes the process in the store. */
import type { WorkerContext } from '../activities/context.ts';
import { openCompute } from '../activities/compute/open.ts';
import { families } from '../families/index.ts';
import { codeOf } from '../services/home/code.ts';
import { readConfig } from '../services/home/config.ts';
import { noteSettings } from '../services/home/held-settings.ts';
import { openHome } from '../services/home/home.ts';
import { describeWorkerRun } from '../services/home/provenance.ts';
import { openStorage } from '../services/home/storage.ts';
import { readUp } from '../services/temporal-server/connect.ts';

/** @throws UserError where the store has another version: only `up` and `migrate` migrate */
export async function openWorkerContext({ asks = true } = {}): Promise<
  WorkerContext & { readonly draining: AbortController; close(): Promise<void> }
> {
  const home = openHome();
  const config = readConfig();
  const { store, blobs } = await openStorage(home, config, 'open', true);
  const codes = new Map(families.map(({ name }) => [name, codeOf(name)]));
  const run = describeWorkerRun(Object.fromEntries([...codes].map(([name, { hash }]) => [name, hash])));
  await store.putWorkerRun(run);
  // A process that asks no endpoint holds no key, and lacks none.
  if (asks) noteSettings(home, config);
  const compute = openCompute();
  return {
    home,
    config,
    store,
    blobs,
    workerRun: run.id,
    codes,
    compute,
    scripted: readUp(home)?.scripted ?? {},
    draining: new AbortController(),
    async close() {
      await compute.close();
      await store.close();
    },
  };
}
