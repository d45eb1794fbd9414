import type { Store } from '../../domain/store.ts';
import { columns, dollars, print, printJson, say } from '../cli/output.ts';
import { withSession } from '../cli/session.ts';

/** `holdfast list`: every experiment of this home, newest first, from the store. */
export async function list(options: { readonly json?: boolean; readonly family?: string }): Promise<void> {
  await withSession(async ({ store }) => {
    const records = await store.experiments(options.family === undefined ? {} : { family: options.family });
    if (options.json) {
      printJson(
        await Promise.all(records.map(async (record) => ({ ...(await row(store, record.id, record)) }))),
      );
      return;
    }
    if (records.length === 0) {
      say('No experiments yet. Start one: npx holdfast run experiments/alignment/demo.yaml');
      return;
    }
    const rows = await Promise.all(records.map((record) => row(store, record.id, record)));
    print(
      columns([
        ['EXPERIMENT', 'STATE', 'CELLS', 'CALLS', 'MEMO', 'COST', 'STARTED'],
        ...rows.map((r) => [
          r.id,
          r.state,
          `${r.settled}/${r.cells}`,
          String(r.calls),
          String(r.memoHits),
          dollars(r.costMicroUsd),
          new Date(r.createdAt).toISOString().slice(0, 16).replace('T', ' '),
        ]),
      ]),
    );
  });
}

async function row(
  store: Store,
  id: Parameters<Store['spend']>[0],
  record: { state: string; cells: number; createdAt: number; detail: string },
) {
  const { settled } = await store.cellCounts(id);
  const { calls, memoHits, costMicroUsd } = await store.spend(id);
  const { state, cells, createdAt, detail } = record;
  return { id, state, detail, cells, settled, calls, memoHits, costMicroUsd, createdAt };
}
