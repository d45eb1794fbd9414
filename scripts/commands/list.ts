import { isOpen, PAUSING } from '../../domain/experiment.ts';
import { minuteOf } from '../../domain/minute.ts';
import type { ExperimentRecord, Store } from '../../domain/store.ts';
import { aliveness } from '../cli/alive.ts';
import { fullDisk } from '../cli/full-disk.ts';
import { count, money } from '../../domain/figures.ts';
import { leftText, type TimeLeft } from '../../domain/time-left.ts';
import { columns, print, printJson, say } from '../cli/output.ts';
import { unansweredLines } from '../cli/unanswered.ts';
import { isTemplate, withSession } from '../cli/session.ts';
import { leftInJson, timeLeftOf } from '../cli/time-left.ts';

const LOST = 'its workflow is gone: run its spec again';

/** `holdfast list`: every experiment of this home, newest first, from the store; whether it is alive, from Temporal. */
export async function list(options: { readonly json?: boolean; readonly family?: string }): Promise<void> {
  await withSession(async ({ home, store }) => {
    const full = fullDisk(home.folder);
    if (full !== undefined) say(full);
    const filter = options.family === undefined ? {} : { family: options.family };
    const records = (await store.experiments(filter)).filter((record) => !isTemplate(record));
    const alive = await aliveness(home, records);
    const rows = await Promise.all(records.map((record) => row(store, record, alive.get(record.id) ?? null)));
    if (options.json) return printJson(rows.map(({ left, ...r }) => ({ ...r, ...leftInJson(left) })));
    if (rows.length === 0) {
      say('No experiments yet. Start one: ./holdfast run experiments/alignment/demo.yaml');
      return;
    }
    print(
      columns([
        ['EXPERIMENT', 'STATE', 'CELLS', 'LEFT', 'CALLS', 'MEMO', 'COST', 'STARTED'],
        ...rows.map((r) => [
          r.id,
          r.alive === false ? 'lost' : r.detail === PAUSING ? 'pausing' : r.state,
          `${count(r.settled)}/${count(r.cells)}`,
          leftOrNone(r.left),
          `${r.calls}${r.unanswered === undefined || r.unanswered.calls === 0 ? '' : `+${r.unanswered.calls}`}`,
          String(r.memoHits),
          money(r.costMicroUsd),
          minuteOf(r.createdAt),
        ]),
      ]),
    );
    for (const r of rows) for (const line of unansweredLines(r)) say(`${r.id}: ${line}`);
    for (const r of rows) if (r.alive === false) say(`lost: ${r.id}: ${LOST}`);
  });
}

/** `alive` is null where the experiment has ended, or where nobody can say. */
async function row(store: Store, before: ExperimentRecord, wasAlive: boolean | null) {
  // One that ended a moment ago says so in the store before its workflow closes.
  const record = wasAlive === false ? ((await store.experiment(before.id)) ?? before) : before;
  const alive = isOpen(record.state) ? wasAlive : null;
  const { settled } = await store.cellCounts(record.id);
  const left = alive === false ? undefined : await timeLeftOf(store, record, settled);
  const { calls, memoHits, costMicroUsd, unanswered } = await store.spend(record.id);
  const { id, state, cells, createdAt } = record;
  const detail = alive === false ? LOST : record.detail;
  return {
    id,
    state,
    alive,
    detail,
    cells,
    settled,
    left,
    calls,
    memoHits,
    costMicroUsd,
    unanswered,
    createdAt,
  };
}

function leftOrNone(left: TimeLeft | undefined): string {
  return left === undefined ? '-' : leftText(left);
}
